"""Checks requests, given as JSON on stdin, against the service's model: target, content type, members, types and constraints."""
import json
import sys
from pathlib import Path

from botocore.validate import ParamValidator

sys.path.insert(0, str(Path(__file__).parents[2] / "TestSupport" / "python"))
from service_model import MODEL, wrong_with  # noqa: E402

problems, operations = [], set()
for request in json.load(sys.stdin):
    prefix, _, operation = request["target"].rpartition(".")
    body = json.loads(request["body"])
    model = MODEL.operation_model(operation)
    operations.add(operation)
    if prefix != MODEL.metadata["targetPrefix"]:
        problems.append(f"{operation}: the target is {request['target']}")
    if request["contentType"] != f"application/x-amz-json-{MODEL.metadata['jsonVersion']}":
        problems.append(f"{operation}: the content type is {request['contentType']}")
    if (request["method"], request["path"]) != (model.http["method"], model.http["requestUri"]):
        problems.append(f"{operation}: {request['method']} {request['path']}")
    report = ParamValidator().validate(body, model.input_shape)
    if report.has_errors():
        problems.append(f"{operation}: {report.generate_report()}")
    problems += wrong_with(body, model.input_shape, operation)
print(json.dumps({"operations": sorted(operations), "problems": problems}))
