"""Calls the local user pool with boto3, a client that was written independently of it."""
import json
import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.validate import ParamValidator

sys.path.insert(0, str(Path(__file__).parents[2] / "TestSupport" / "python"))
from service_model import wrong_with  # noqa: E402

ENDPOINT, POOL = sys.argv[1], sys.argv[2]
cognito = boto3.client(
    "cognito-idp",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id="local",
    aws_secret_access_key="local",
    config=Config(retries={"max_attempts": 0}),
)
called, failed = set(), set()


def check_answer(http_response, parsed, model, **_):
    """Every member of the raw answer must be in the service model with its type, and the parsed answer must match it."""
    called.add(model.name)
    if http_response.status_code != 200:
        return
    if model.output_shape is None:
        assert http_response.content == b"", (model.name, http_response.content)
        return
    # In the service too, names of attributes are longer than the model allows: phone_number_verified, custom:…
    problems = [text for text in wrong_with(json.loads(http_response.content), model.output_shape, model.name) if "].Name: Member must have length" not in text]
    assert not problems, problems
    body = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
    report = ParamValidator().validate(body, model.output_shape)
    assert not report.has_errors(), (model.name, report.generate_report())


def fails(code, text, operation, **arguments):
    try:
        getattr(cognito, operation)(**arguments)
    except getattr(cognito.exceptions, code) as error:
        failed.add(code)
        assert text in error.response["Error"]["Message"], error
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert error.response["ResponseMetadata"]["RequestId"]
        return
    raise AssertionError(f"{operation} did not fail with {code}")


def identity(provider, value, attribute="Cognito_Subject"):
    return {"ProviderName": provider, "ProviderAttributeName": attribute, "ProviderAttributeValue": value}


def identities_of(username):
    attributes = cognito.admin_get_user(UserPoolId=POOL, Username=username)["UserAttributes"]
    return json.loads(next((item["Value"] for item in attributes if item["Name"] == "identities"), "[]"))


cognito.meta.events.register("after-call.cognito-idp.*", check_answer)

# Reading
users = [user for page in cognito.get_paginator("list_users").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 7}) for user in page["Users"]]
assert len(users) == len({user["Username"] for user in users}) == 80, len(users)
providers = [provider["ProviderName"] for page in cognito.get_paginator("list_identity_providers").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 2}) for provider in page["Providers"]]
assert providers == ["Okta", "AzureAD", "Google", "SignInWithApple", "Facebook", "LoginWithAmazon"], providers
members = [user for page in cognito.get_paginator("list_users_in_group").paginate(UserPoolId=POOL, GroupName="employees", PaginationConfig={"PageSize": 3}) for user in page["Users"]]
assert len(members) == 20, len(members)
found = cognito.list_users(UserPoolId=POOL, Filter='cognito:user_status = "EXTERNAL_PROVIDER"')["Users"]
assert found and all(user["UserStatus"] == "EXTERNAL_PROVIDER" for user in found)
mapping = cognito.describe_identity_provider(UserPoolId=POOL, ProviderName="Okta")["IdentityProvider"]["AttributeMapping"]
assert mapping["email"].endswith("/claims/emailaddress"), mapping
assert cognito.describe_user_pool(UserPoolId=POOL)["UserPool"]["EstimatedNumberOfUsers"] == 80
assert POOL in [pool["Id"] for page in cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1}) for pool in page["UserPools"]]

# The life cycle of a user, with five links that are added and removed
user = cognito.admin_create_user(UserPoolId=POOL, Username="peer", UserAttributes=[{"Name": "email", "Value": "peer@example.com"}], TemporaryPassword="long-enough")["User"]
assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD" and user["UserCreateDate"].tzinfo
cognito.admin_set_user_password(UserPoolId=POOL, Username="peer", Password="long-enough-2", Permanent=True)
cognito.admin_update_user_attributes(UserPoolId=POOL, Username="peer", UserAttributes=[{"Name": "name", "Value": "Pé\"er"}])
cognito.create_group(UserPoolId=POOL, GroupName="peers")
cognito.admin_add_user_to_group(UserPoolId=POOL, Username="peer", GroupName="peers")
for number in range(5):
    cognito.admin_link_provider_for_user(UserPoolId=POOL, DestinationUser=identity("Cognito", "peer"), SourceUser=identity("Okta", f"ñ_{number}/\""))
assert [entry["userId"] for entry in identities_of("peer")] == [f"ñ_{number}/\"" for number in range(5)]
sixth = dict(UserPoolId=POOL, DestinationUser=identity("Cognito", "peer"), SourceUser=identity("Okta", "6"))
fails("LimitExceededException", "at most 5", "admin_link_provider_for_user", **sixth)
for number in range(5):
    cognito.admin_disable_provider_for_user(UserPoolId=POOL, User=identity("Okta", f"ñ_{number}/\""))
assert identities_of("peer") == []
cognito.admin_disable_provider_for_user(UserPoolId=POOL, User=identity("Cognito", "peer"))
cognito.admin_user_global_sign_out(UserPoolId=POOL, Username="peer")
cognito.admin_disable_user(UserPoolId=POOL, Username="peer")
cognito.admin_enable_user(UserPoolId=POOL, Username="peer")

# Groups, second factors and passwords
assert [group["GroupName"] for page in cognito.get_paginator("admin_list_groups_for_user").paginate(UserPoolId=POOL, Username="peer") for group in page["Groups"]] == ["peers"]
assert "peers" in [group["GroupName"] for page in cognito.get_paginator("list_groups").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 1}) for group in page["Groups"]]
cognito.admin_remove_user_from_group(UserPoolId=POOL, Username="peer", GroupName="peers")
assert cognito.admin_list_groups_for_user(UserPoolId=POOL, Username="peer")["Groups"] == []
assert cognito.get_group(UserPoolId=POOL, GroupName="peers")["Group"]["CreationDate"].tzinfo
cognito.admin_set_user_mfa_preference(UserPoolId=POOL, Username="peer", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
assert cognito.admin_get_user(UserPoolId=POOL, Username="peer")["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
fails("InvalidParameterException", "no registered/verified email", "admin_reset_user_password", UserPoolId=POOL, Username="peer")
cognito.admin_update_user_attributes(UserPoolId=POOL, Username="peer", UserAttributes=[{"Name": "email_verified", "Value": "true"}])
cognito.admin_reset_user_password(UserPoolId=POOL, Username="peer")
assert cognito.admin_get_user(UserPoolId=POOL, Username="peer")["UserStatus"] == "RESET_REQUIRED"
fails("NotAuthorizedException", "cannot be reset in the current state", "admin_reset_user_password", UserPoolId=POOL, Username=found[0]["Username"])

# App clients: what an update leaves out is reset
client = cognito.create_user_pool_client(UserPoolId=POOL, ClientName="peer", SupportedIdentityProviders=["COGNITO", "Okta"], CallbackURLs=["https://example.com"])["UserPoolClient"]
here = dict(UserPoolId=POOL, ClientId=client["ClientId"])
assert client == cognito.describe_user_pool_client(**here)["UserPoolClient"] and client["RefreshTokenValidity"] == 30, client
kept = {name: value for name, value in client.items() if name not in ("CreationDate", "LastModifiedDate")}
changed = cognito.update_user_pool_client(**{**kept, "SupportedIdentityProviders": ["COGNITO"]})["UserPoolClient"]
assert changed["CallbackURLs"] == ["https://example.com"] and changed["SupportedIdentityProviders"] == ["COGNITO"], changed
assert "CallbackURLs" not in cognito.update_user_pool_client(**here)["UserPoolClient"]
names = [item["ClientName"] for page in cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=POOL, PaginationConfig={"PageSize": 3}) for item in page["UserPoolClients"]]
assert names == ["web", "mobile", "back office", "peer"], names
fails("InvalidParameterException", "The provider Gone does not exist for User Pool", "update_user_pool_client", **here, SupportedIdentityProviders=["Gone"])
cognito.delete_user_pool_client(**here)
fails("ResourceNotFoundException", "does not exist", "describe_user_pool_client", **here)

# Signing in with a password
flows = cognito.create_user_pool_client(UserPoolId=POOL, ClientName="flows", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
signing_in = dict(UserPoolId=POOL, ClientId=flows, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "signs-in", "PASSWORD": "long-enough"})
cognito.admin_create_user(UserPoolId=POOL, Username="signs-in", TemporaryPassword="long-enough", UserAttributes=[
    {"Name": "email", "Value": "signs-in@example.com"}, {"Name": "email_verified", "Value": "true"}])
assert cognito.admin_initiate_auth(**signing_in)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
cognito.admin_set_user_password(UserPoolId=POOL, Username="signs-in", Password="long-enough", Permanent=True)
token = cognito.admin_initiate_auth(**signing_in)["AuthenticationResult"]["RefreshToken"]
refreshing = dict(UserPoolId=POOL, ClientId=flows, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token})
assert cognito.admin_initiate_auth(**refreshing)["AuthenticationResult"]["AccessToken"]
cognito.admin_user_global_sign_out(UserPoolId=POOL, Username="signs-in")
fails("NotAuthorizedException", "Refresh Token has been revoked", "admin_initiate_auth", **refreshing)
cognito.admin_reset_user_password(UserPoolId=POOL, Username="signs-in")
fails("PasswordResetRequiredException", "Password reset required", "admin_initiate_auth", **signing_in)
cognito.admin_delete_user(UserPoolId=POOL, Username="signs-in")

# Every documented error is raised as its own exception
unlink, link = "admin_disable_provider_for_user", "admin_link_provider_for_user"
fails("InvalidParameterException", "Account isn't linked to anyone else", unlink, UserPoolId=POOL, User=identity("Okta", "nobody"))
fails("ResourceNotFoundException", "User pool x does not exist.", unlink, UserPoolId="x", User=identity("Okta", "nobody"))
fails("ResourceNotFoundException", "Identity provider okta does not exist.", unlink, UserPoolId=POOL, User=identity("okta", "nobody"))
fails("UserNotFoundException", "User does not exist.", unlink, UserPoolId=POOL, User=identity("Cognito", "nobody"))
fails("UserNotFoundException", "User does not exist.", link, UserPoolId=POOL, DestinationUser=identity("Cognito", "nobody"), SourceUser=identity("Okta", "n"))
fails("InvalidParameterException", "Invalid SourceUser", link, UserPoolId=POOL, DestinationUser=identity("Cognito", "peer"), SourceUser=identity("Cognito", "peer"))
own = next(user for user in found if user["Username"].startswith("Okta_"))["Username"].removeprefix("Okta_")
fails("InvalidParameterException", "Merging is not currently supported", link, UserPoolId=POOL, DestinationUser=identity("Cognito", "peer"), SourceUser=identity("Okta", own))
linked = next(json.loads(item["Value"])[0] for user in users for item in user["Attributes"] if item["Name"] == "identities" and '"Facebook"' in item["Value"] and item["Value"].count("userId") == 1)
fails("InvalidParameterException", "SourceUser is already linked to DestinationUser", link, UserPoolId=POOL, DestinationUser=identity("Cognito", "peer"), SourceUser=identity("Facebook", linked["userId"]))
fails("UsernameExistsException", "already exists", "admin_create_user", UserPoolId=POOL, Username="peer")
fails("InvalidPasswordException", "not long enough", "admin_set_user_password", UserPoolId=POOL, Username="peer", Password="short")
fails("UnsupportedUserStateException", "Resend", "admin_create_user", UserPoolId=POOL, Username="peer", MessageAction="RESEND")
fails("AliasExistsException", "already exists", "admin_create_user", UserPoolId=POOL, Username="thief", UserAttributes=[
    {"Name": "email", "Value": next(item["Value"] for item in users[0]["Attributes"] if item["Name"] == "email")}, {"Name": "email_verified", "Value": "true"}])
fails("GroupExistsException", "peers", "create_group", UserPoolId=POOL, GroupName="peers")
oidc = dict(UserPoolId=POOL, ProviderName="Peer", ProviderType="OIDC", ProviderDetails={"client_id": "x", "client_secret": "y"})
cognito.create_identity_provider(**oidc)
fails("DuplicateProviderException", "Peer", "create_identity_provider", **oidc)
fails("InvalidParameterException", "Paging Marker is Invalid for Request", "list_users", UserPoolId=POOL, PaginationToken="x")
fails("InvalidParameterException", "Cannot modify the non-mutable attribute identities", "admin_update_user_attributes", UserPoolId=POOL, Username="peer", UserAttributes=[{"Name": "identities", "Value": "[]"}])

# Deleting
cognito.update_identity_provider(UserPoolId=POOL, ProviderName="Peer", AttributeMapping={"email": "mail"})
cognito.delete_group(UserPoolId=POOL, GroupName="peers")
cognito.delete_identity_provider(UserPoolId=POOL, ProviderName="Peer")
cognito.admin_delete_user(UserPoolId=POOL, Username="peer")
second = cognito.create_user_pool(PoolName="second", UsernameConfiguration={"CaseSensitive": False})["UserPool"]["Id"]
trigger = "arn:aws:lambda:us-east-1:000000000000:function:link"
cognito.update_user_pool(UserPoolId=second, LambdaConfig={"PreSignUp": trigger})
assert cognito.describe_user_pool(UserPoolId=second)["UserPool"]["LambdaConfig"] == {"PreSignUp": trigger}
cognito.delete_user_pool(UserPoolId=second)

print(json.dumps({"operations": sorted(called), "errors": sorted(failed)}))
