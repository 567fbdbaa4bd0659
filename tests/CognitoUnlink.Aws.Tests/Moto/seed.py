"""Fills a moto server with a pool to read, and prints its ids as JSON. Usage: seed.py URL"""

import json
import sys

import boto3

client = boto3.client(
    "cognito-idp",
    endpoint_url=sys.argv[1],
    region_name="eu-west-1",
    aws_access_key_id="moto",
    aws_secret_access_key="moto",
)

pool = client.create_user_pool(
    PoolName="seeded",
    UsernameConfiguration={"CaseSensitive": False},
)["UserPool"]["Id"]

client.create_identity_provider(
    UserPoolId=pool,
    ProviderName="Okta",
    ProviderType="OIDC",
    ProviderDetails={"client_id": "id", "client_secret": "provider-CANARY", "oidc_issuer": "https://okta.example"},
    AttributeMapping={"email": "email", "username": "sub"},
)
client.create_identity_provider(
    UserPoolId=pool,
    ProviderName="Google",
    ProviderType="Google",
    ProviderDetails={"client_id": "id", "client_secret": "provider-CANARY", "authorize_scopes": "email"},
)

for number in range(7):
    client.admin_create_user(
        UserPoolId=pool,
        Username=f"user-{number}",
        UserAttributes=[{"Name": "email", "Value": f"user-{number}@example.com"}],
        MessageAction="SUPPRESS",
    )
client.admin_disable_user(UserPoolId=pool, Username="user-6")

client.create_group(UserPoolId=pool, GroupName="admins")
for number in (2, 4):
    client.admin_add_user_to_group(UserPoolId=pool, Username=f"user-{number}", GroupName="admins")

print(json.dumps({"pool": pool}))
