"""Unlinks the rows of two CSV files with boto3 and prints the seconds that the second took.

boto3_unlink.py THREADS bare|careful ENDPOINT_URL WARM_UP_CSV CSV [JOURNAL]
"""
import csv
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

threads, is_careful = int(sys.argv[1]), sys.argv[2] == "careful"
endpoint, warm_up, items = sys.argv[3:6]
client = boto3.client("cognito-idp", endpoint_url=endpoint, config=Config(max_pool_connections=threads))


def unlink(row):
    if is_careful:
        client.admin_get_user(UserPoolId=row["UserPoolId"], Username=row["Username"])
    client.admin_disable_provider_for_user(
        UserPoolId=row["UserPoolId"],
        User={name: row[name] for name in ("ProviderName", "ProviderAttributeName", "ProviderAttributeValue")},
    )
    if is_careful:
        client.admin_get_user(UserPoolId=row["UserPoolId"], Username=row["Username"])


def unlink_all(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    start = time.perf_counter()
    if threads == 1:
        for row in rows:
            unlink(row)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(unlink, rows))
    return time.perf_counter() - start


unlink_all(warm_up)
print(unlink_all(items))
