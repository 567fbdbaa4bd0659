"""
Checks the local user pool against the service's model. For every member of every operation's input it sends requests that
violate one constraint and requests at the limit, generated from the model. It checks every answer and error against the model too.
"""
import copy
import http.client
import json
import sys
from pathlib import Path
from urllib.parse import urlparse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.parsers import create_parser
from botocore.validate import ParamValidator

sys.path.insert(0, str(Path(__file__).parents[2] / "TestSupport" / "python"))
from service_model import MODEL, broken_constraints, wrong_with  # noqa: E402

ENDPOINT, POOL, OPERATIONS = sys.argv[1], sys.argv[2], sys.argv[3].split(",")

# Members that the pool accepts unchecked, and why. Remove a member from this list once it is checked.
NOT_KEPT = "CreateUserPool and UpdateUserPool do not keep some settings (docs/local-pool-differences.md)"
IGNORED = {
    f"{operation}.{name}": NOT_KEPT
    for operation in ("CreateUserPool", "UpdateUserPool")
    for name in (
        "SmsVerificationMessage", "EmailVerificationMessage", "EmailVerificationSubject", "VerificationMessageTemplate", "SmsAuthenticationMessage",
        "UserAttributeUpdateSettings", "DeviceConfiguration", "EmailConfiguration", "SmsConfiguration", "UserPoolAddOns",
        "AdminCreateUserConfig.UnusedAccountValidityDays", "AdminCreateUserConfig.InviteMessageTemplate",
    )
}

# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html and the protocol's own.
COMMON_ERRORS = {"SerializationException"}

# The documentation of ForceAliasCreation mentions it, but the operation's list of errors does not.
DOCUMENTED_ERRORS = {("AdminCreateUser", "AliasExistsException")}

# Characters to try in strings: one of each kind that patterns distinguish.
PROBES = [
    "a", "Z", "0", "_", "-", "+", "=", "/", "@", ".", ",", ":", "!", '"', "\\", " ", "\t", "\n", "\r", "\v", "\f", "\0", "\x1f", "\x7f", "\x85",
    "\u00a0", "\u00ad", "\u2028", "\u3000", "\u200d", "\ue000", "é", "ß", "日", "ع", "\u0301", "€", "٣", "²", "Ⅳ", "\U0001f600", "\U00010400", "\U0001d165", "\U000e0001",
]

SAMPLES = {
    "UserPoolId": POOL, "Username": "conform", "GroupName": "conform", "ProviderName": "Okta", "PoolName": "conform", "Password": "long-enough",
    "TemporaryPassword": "long-enough", "ProviderType": "SAML", "MaxResults": 10, "Limit": 10, "Filter": 'email ^= "a"', "AttributesToGet": ["email"],
    "UserAttributes": [{"Name": "name", "Value": "Zoë"}], "ValidationData": [{"Name": "x", "Value": "y"}], "DesiredDeliveryMediums": ["EMAIL"],
    "MessageAction": "SUPPRESS", "ProviderDetails": {"MetadataURL": "https://example.com"}, "AttributeMapping": {"email": "mail"},
    "IdpIdentifiers": ["example.com"], "RoleArn": "arn:aws:iam::000000000000:role/conform", "AliasAttributes": ["email"], "UsernameAttributes": ["email"],
    "UsernameConfiguration": {"CaseSensitive": False}, "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}, "Precedence": 1, "Description": "x",
    "ClientMetadata": {"a": "b"}, "MfaConfiguration": "OFF", "DeletionProtection": "INACTIVE", "PaginationToken": "x", "NextToken": "x",
    "ForceAliasCreation": True, "Permanent": True, "ClientName": "conform", "ClientId": "conform", "ClientSecret": "conform0conform0conform0", "GenerateSecret": False,
    "SupportedIdentityProviders": ["COGNITO", "Okta"], "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "conform"}, "Session": "s" * 20,
    "AnalyticsMetadata": {"AnalyticsEndpointId": "x"},
    "ContextData": {"IpAddress": "192.0.2.1", "ServerName": "x", "ServerPath": "/", "HttpHeaders": [{"headerName": "a", "headerValue": "b"}], "EncodedData": "x"},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}, {"Priority": 2, "Name": "verified_phone_number"}]},
    "Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireNumbers": False}, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
    "LambdaConfig": {"PreSignUp": "arn:aws:lambda:us-east-1:000000000000:function:conform"}, "UserPoolTags": {"a": "b"}, "UserPoolTier": "ESSENTIALS",
    "AutoVerifiedAttributes": ["email"], "Schema": [{"Name": "team", "AttributeDataType": "String"}],
    "User": {"ProviderName": "Okta", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "conform"},
    "SourceUser": {"ProviderName": "Okta", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "conform"},
    "DestinationUser": {"ProviderName": "Cognito", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "conform"},
}
ABSENT = object()

# Where the model accepts as input what it does not allow as output: the pattern for names of new providers (ProviderNameTypeV2) against the
# one for existing names (ProviderNameType), and names of attributes, which are longer in the output (phone_number_verified, custom:…).
CONTRADICTIONS = ("ProviderName: Member must satisfy regular expression pattern", "].Name: Member must have length less than or equal to 20")

address = urlparse(ENDPOINT)
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
parser = create_parser("json")
signer = SigV4Auth(Credentials("local", "local"), "cognito-idp", "us-east-1")
failures, codes, sent = [], set(), 0


def call(operation, body):
    """Sends a request unchanged, checks the answer against the model, and returns it as parsed by botocore."""
    global sent
    sent += 1
    model = MODEL.operation_model(operation)
    request = AWSRequest("POST", ENDPOINT + "/", data=json.dumps(body).encode(), headers={
        "X-Amz-Target": f"{MODEL.metadata['targetPrefix']}.{operation}", "Content-Type": f"application/x-amz-json-{MODEL.metadata['jsonVersion']}"})
    signer.add_auth(request)
    connection.request("POST", "/", request.data, dict(request.headers.items()))
    response = connection.getresponse()
    content = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    parsed = parser.parse({"headers": headers, "body": content, "status_code": response.status}, model.output_shape)
    if response.status == 200:
        check_answer(model, content, parsed)
    else:
        check_error(model, response.status, headers, json.loads(content), parsed)
    return parsed


def check_answer(model, content, parsed):
    if model.output_shape is None:
        expect(content == b"", f"{model.name} answers {content[:200]}, but the model has no output")
        return
    for problem in wrong_with(json.loads(content), model.output_shape, model.name):
        expect(any(text in problem for text in CONTRADICTIONS), f"answer: {problem}")
    body = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
    report = ParamValidator().validate(body, model.output_shape)
    expect(not report.has_errors(), f"answer of {model.name}: {report.generate_report()}")


def check_error(model, status, headers, body, parsed):
    code = parsed["Error"]["Code"]
    codes.add(code)
    known = {shape.name for shape in model.error_shapes} | COMMON_ERRORS
    expect(code in known or (model.name, code) in DOCUMENTED_ERRORS, f"{model.name} answers {code}, which the model does not have: {body}")
    expect(set(body) == {"__type", "message"} and body["__type"] == code and isinstance(body["message"], str) and body["message"], f"{model.name}: {body}")
    expect(parsed["Error"]["Message"] == body["message"] and status == 400 and headers["x-amzn-errortype"] == code + ":", f"{model.name}: {status} {headers} {body}")


def expect(condition, text):
    if not condition:
        failures.append(text)


def sample(shape, name=None):
    """A value that the model allows."""
    if name in SAMPLES:
        return copy.deepcopy(SAMPLES[name])
    kind = shape.type_name
    if kind == "structure":
        return {member: sample(shape.members[member], member) for member in shape.required_members}
    if kind == "list":
        return [sample(shape.member)]
    if kind == "map":
        return {sample(shape.key): sample(shape.value)}
    if kind == "string":
        return shape.metadata["enum"][0] if shape.metadata.get("enum") else fitting(shape, max(shape.metadata.get("min", 1), 3))
    return {"boolean": True, "integer": shape.metadata.get("min", 1)}[kind]


def fitting(shape, length):
    """A text of that length that the pattern allows, or else one that violates it."""
    candidates = ["a" * length, "a_" + "b" * (length - 2), "arn:aws:iam::0:" + "a" * (length - 15)]
    return next((text for text in candidates if len(text) == length and not pattern_broken(shape, text)), "a" * length)


def pattern_broken(shape, text):
    return any("pattern" in constraint for constraint in broken_constraints(shape, text))


def values_of(shape):
    """The values to try for a simple member: each limit, one step beyond it, and each kind of character."""
    rules = shape.metadata
    if shape.type_name == "boolean":
        return [True, False]
    if shape.type_name in ("integer", "long"):
        return sorted({number + step for number in (rules.get("min"), rules.get("max")) if number is not None for step in (-1, 0, 1)})
    if rules.get("enum"):
        return [*rules["enum"], "", "NO_SUCH_VALUE", *(value.swapcase() for value in rules["enum"]), rules["enum"][0] + " "]
    lengths = {number + step for number in (rules.get("min"), rules.get("max")) if number is not None for step in (-1, 0, 1)}
    texts = [fitting(shape, length) for length in sorted(lengths) if length >= 0]
    if "pattern" in rules:
        base = fitting(shape, max(rules.get("min", 1), 22 if "arn:" in rules["pattern"] else 5))
        texts += [text for probe in PROBES for text in (base[:-1] + probe, probe + base[1:], base[:2] + probe + base[3:])]
    return texts


WRONG_TYPES = {
    "string": [1, True, [], {}], "integer": ["1", True, [], {}, 1.5, 10**12], "boolean": ["true", 1, [], {}],
    "structure": ["x", 1, True, []], "list": ["x", 1, True, {}], "map": ["x", 1, True, []],
}


def put(body, path, value):
    """A copy of the request with a value at a path; numbers are positions in lists."""
    body = copy.deepcopy(body)
    place = body
    for step in path[:-1]:
        place = place[step]
    if value is ABSENT:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return body


def shown(path):
    return ".".join(f"{step + 1}.member" if isinstance(step, int) else step[0].lower() + step[1:] for step in path)


def refused(operation, body, expected, path):
    """The answer must be the validation error with exactly these constraints, each at its path."""
    error = call(operation, body).get("Error", {})
    text = error.get("Message", "")
    where = f"{operation} {shown(path)} {summary(body, path)}"
    begins = f"{len(expected)} validation error{'s' if len(expected) > 1 else ''} detected: "
    complete = all(f"at '{shown(path)}' failed to satisfy constraint: {constraint}" in text for constraint in expected)
    expect(error.get("Code") == "InvalidParameterException" and text.startswith(begins) and complete, f"{where}: {error or 'accepted'}, expected {expected}")


def accepted(operation, body, path):
    """The answer must not report a violation of the model's constraints; any other answer is allowed."""
    error = call(operation, body).get("Error", {})
    is_validation = "failed to satisfy constraint" in error.get("Message", "") or error.get("Code") == "SerializationException"
    expect(not is_validation, f"{operation} {shown(path)} {summary(body, path)}: {error}")


def summary(body, path):
    place = body
    for step in path:
        place = place[step] if isinstance(step, int) else place.get(step, "absent")
    text = ascii(place)
    return text if len(text) < 60 else f"{text[:40]}… ({len(text)})"


def of_wrong_type(operation, body, path):
    error = call(operation, body).get("Error", {})
    expect(error.get("Code") == "SerializationException", f"{operation} {shown(path)} {summary(body, path)}: {error or 'accepted'}, expected SerializationException")


def try_member(operation, base, path, shape, required):
    """All cases for one member and everything in it."""
    name = ".".join([operation, *(step for step in path if isinstance(step, str))])
    members.add(name)
    if name in IGNORED:
        for wrong in WRONG_TYPES[shape.type_name]:
            accepted(operation, put(base, path, wrong), path)
        return
    for wrong in WRONG_TYPES["integer" if shape.type_name == "long" else shape.type_name]:
        of_wrong_type(operation, put(base, path, wrong), path)
    for nothing in (ABSENT, None):
        body = put(base, path, nothing)
        refused(operation, body, ["Member must not be null"], path) if required else accepted(operation, body, path)
    if shape.type_name == "structure":
        for member, inner in shape.members.items():
            filled = put(base, path, {**sample(shape), **(SAMPLES.get(path[-1]) or {})} if isinstance(path[-1], str) else sample(shape))
            try_member(operation, filled, [*path, member], inner, member in shape.required_members)
    elif shape.type_name == "list":
        try_list(operation, base, path, shape)
    elif shape.type_name == "map":
        try_map(operation, base, path, shape)
    else:
        for value in values_of(shape):
            body, broken = put(base, path, value), broken_constraints(shape, value)
            refused(operation, body, broken, path) if broken else accepted(operation, body, path)


def try_list(operation, base, path, shape):
    longest = shape.metadata.get("max")
    if longest is not None:
        accepted(operation, put(base, path, [sample(shape.member)] * longest), path)
        refused(operation, put(base, path, [sample(shape.member)] * (longest + 1)), [f"Member must have length less than or equal to {longest}"], path)
    shortest = shape.metadata.get("min", 0)
    if shortest:
        refused(operation, put(base, path, []), [f"Member must have length greater than or equal to {shortest}"], path)
    else:
        accepted(operation, put(base, path, []), path)
    if shape.member.type_name == "structure":
        for member, inner in shape.member.members.items():
            for place in (0, 1):
                filled = put(base, path, [sample(shape.member), sample(shape.member)])
                try_member(operation, filled, [*path, place, member], inner, member in shape.member.required_members)
        return
    for value in values_of(shape.member):
        body, broken = put(base, path, [sample(shape.member), value]), broken_constraints(shape.member, value)
        refused(operation, body, [f"Member must satisfy constraint: [{', '.join(broken)}]"], path) if broken else accepted(operation, body, path)
    for wrong in (1, True, None, [], {}):
        of_wrong_type(operation, put(base, path, [wrong]), path)


def try_map(operation, base, path, shape):
    for value in values_of(shape.key):
        body, broken = put(base, path, {value: sample(shape.value)}), broken_constraints(shape.key, value)
        refused(operation, body, [f"Map keys must satisfy constraint: [{', '.join(broken)}]"], path) if broken else accepted(operation, body, path)
    for value in values_of(shape.value):
        body, broken = put(base, path, {sample(shape.key): value}), broken_constraints(shape.value, value)
        refused(operation, body, [f"Map value must satisfy constraint: [{', '.join(broken)}]"], path) if broken else accepted(operation, body, path)
    for wrong in (1, True, [], {}):
        of_wrong_type(operation, put(base, path, {"a": wrong}), path)


def succeeds(operation, **more):
    answer = call(operation, {**{name: sample(shape, name) for name, shape in MODEL.operation_model(operation).input_shape.members.items()
                                 if name in MODEL.operation_model(operation).input_shape.required_members}, **more})
    expect("Error" not in answer, f"{operation}: {answer.get('Error')}")
    return answer


members = set()

# One success for every operation, with everything that can be given; also the last pages of listings.
all_details = {name: SAMPLES[name] for name in ("AttributeMapping", "IdpIdentifiers", "ProviderDetails")}
succeeds("AdminCreateUser", **{name: SAMPLES[name] for name in ("UserAttributes", "ValidationData", "TemporaryPassword", "ForceAliasCreation", "MessageAction", "DesiredDeliveryMediums", "ClientMetadata")})
succeeds("AdminSetUserPassword", Permanent=True)
succeeds("AdminUpdateUserAttributes", ClientMetadata={"a": "b"})
succeeds("CreateGroup", Description="x", RoleArn=SAMPLES["RoleArn"], Precedence=0)
succeeds("AdminAddUserToGroup")
succeeds("CreateIdentityProvider", ProviderName="Conform", **all_details)
succeeds("DescribeIdentityProvider", ProviderName="Conform")
succeeds("AdminLinkProviderForUser")
succeeds("AdminGetUser")
succeeds("AdminDisableProviderForUser")
for change in ("AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut"):
    succeeds(change)
settings = {name: SAMPLES[name] for name in (
    "AdminCreateUserConfig", "MfaConfiguration", "DeletionProtection", "AccountRecoverySetting", "Policies", "LambdaConfig", "UserPoolTags", "UserPoolTier", "AutoVerifiedAttributes")}
made = succeeds("CreateUserPool", **settings, **{name: SAMPLES[name] for name in ("UsernameAttributes", "UsernameConfiguration", "Schema")})
succeeds("DescribeUserPool", UserPoolId=made["UserPool"]["Id"])
succeeds("UpdateUserPool", UserPoolId=made["UserPool"]["Id"], PoolName="changed", **settings)
succeeds("UpdateIdentityProvider", ProviderName="Conform", **all_details)
succeeds("AdminListGroupsForUser")
succeeds("GetGroup")
succeeds("AdminRemoveUserFromGroup")
succeeds("AdminUpdateUserAttributes", UserAttributes=[
    {"Name": "email_verified", "Value": "true"}, {"Name": "email", "Value": "conform@example.com"}, {"Name": "phone_number", "Value": "+15555550100"}])
succeeds("AdminSetUserMFAPreference", **{name: {"Enabled": True} for name in ("SMSMfaSettings", "SoftwareTokenMfaSettings", "EmailMfaSettings", "WebAuthnMfaSettings")})
succeeds("AdminSetUserMFAPreference", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
expect(succeeds("AdminGetUser").get("PreferredMfaSetting") == "SOFTWARE_TOKEN_MFA", "no preferred MFA")
succeeds("AdminResetUserPassword", ClientMetadata={"a": "b"})
client = succeeds("CreateUserPoolClient", GenerateSecret=True, CallbackURLs=["https://example.com"], RefreshTokenRotation={"Feature": "ENABLED"})["UserPoolClient"]
sent_back = {name: value for name, value in client.items() if name not in ("ClientSecret", "CreationDate", "LastModifiedDate")}
expect(succeeds("UpdateUserPoolClient", **sent_back)["UserPoolClient"]["CallbackURLs"] == ["https://example.com"], "an app client loses settings that were sent back")
succeeds("DescribeUserPoolClient", ClientId=client["ClientId"])
signs_in = succeeds("CreateUserPoolClient", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
succeeds("AdminSetUserPassword", Permanent=True)
sign_in = {"ClientId": signs_in, "AuthParameters": {"USERNAME": "conform", "PASSWORD": "long-enough"}, "ClientMetadata": {"a": "b"},
           "AnalyticsMetadata": SAMPLES["AnalyticsMetadata"], "ContextData": SAMPLES["ContextData"]}
succeeds("AdminInitiateAuth", **sign_in, Session=SAMPLES["Session"])
succeeds("AdminSetUserPassword", Permanent=False)
expect(succeeds("AdminInitiateAuth", **sign_in).get("ChallengeName") == "NEW_PASSWORD_REQUIRED", "no challenge for a temporary password")
for listing, token, size, items in (
    ("ListUsers", "PaginationToken", "Limit", "Users"), ("ListUsersInGroup", "NextToken", "Limit", "Users"),
    ("ListIdentityProviders", "NextToken", "MaxResults", "Providers"), ("ListUserPools", "NextToken", "MaxResults", "UserPools"),
    ("ListUserPoolClients", "NextToken", "MaxResults", "UserPoolClients"), ("ListGroups", "NextToken", "Limit", "Groups"),
):
    page = succeeds(listing, **{size: 1}, **({"GroupName": "employees"} if listing == "ListUsersInGroup" else {}))
    expect(page.get(token) and len(page[items]) == 1, f"{listing}: no second page")
    succeeds(listing, **{size: 60, token: page.get(token)}, **({"GroupName": "employees"} if listing == "ListUsersInGroup" else {}))
succeeds("ListUsers", AttributesToGet=["email"], Filter='email ^= "a"')

for operation in OPERATIONS:
    shape = MODEL.operation_model(operation).input_shape
    # With names that do not exist, so that a request that passes the model's constraints changes nothing.
    base = {name: sample(shape.members[name], name) for name in shape.required_members}
    nothing = {"Username": "nobody", "ClientId": "nothing", "UserPoolId": "us-east-1_Nothing" if operation in ("DeleteUserPool", "UpdateUserPool") else POOL}
    if operation in ("DeleteIdentityProvider", "UpdateIdentityProvider"):
        nothing["ProviderName"] = "Nothing"
    if operation == "DeleteGroup":
        nothing["GroupName"] = "nothing"
    base.update({name: value for name, value in nothing.items() if name in base})
    for name, member in shape.members.items():
        filled = base if name in base else {**base, name: sample(member, name)}
        try_member(operation, filled, [name], member, name in shape.required_members)

# Errors that come from the state of the pool, not from the model's constraints.
call("AdminCreateUser", {"UserPoolId": POOL, "Username": "conform"})
call("AdminLinkProviderForUser", {"UserPoolId": POOL, "DestinationUser": SAMPLES["DestinationUser"], "SourceUser": {**SAMPLES["SourceUser"], "ProviderName": "Cognito"}})
call("CreateIdentityProvider", {"UserPoolId": POOL, "ProviderName": "Okta", "ProviderType": "SAML", "ProviderDetails": {}})
call("CreateGroup", {"UserPoolId": POOL, "GroupName": "conform"})
call("AdminSetUserPassword", {"UserPoolId": POOL, "Username": "conform", "Password": "short"})
call("AdminCreateUser", {"UserPoolId": POOL, "Username": "conform", "MessageAction": "RESEND"})
for operation in ("DeleteIdentityProvider", "DeleteGroup", "DeleteUserPoolClient", "AdminDeleteUser", "DeleteUserPool"):
    more = {
        "DeleteIdentityProvider": {"ProviderName": "Conform"}, "DeleteUserPoolClient": {"ClientId": client["ClientId"]},
        "DeleteUserPool": {"UserPoolId": made["UserPool"]["Id"]},
    }.get(operation, {})
    succeeds(operation, **more)
    call(operation, {**{name: sample(shape, name) for name, shape in MODEL.operation_model(operation).input_shape.members.items()}, **more})

print(json.dumps({
    "requests": sent, "members": len(members), "codes": sorted(codes), "failures": failures[:60], "failureCount": len(failures),
    "ignoredButNotInTheModel": sorted(set(IGNORED) - members),
}))
