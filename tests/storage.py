"""An S3-compatible server (moto) for the tests, that asks for keys, gone afterwards."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

BUCKET = "ho-so"
_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


class Storage(NamedTuple):
    """A running server; `client` is boto3's, with a key that may do everything in the bucket."""

    settings: dict[str, str]  # of the environment
    client: Any

    def put(self, key: str, data: str | bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=data.encode() if isinstance(data, str) else data)

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=key)

    def empty(self) -> None:
        for entry in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
            self.delete(entry["Key"])


@contextmanager
def running_storage() -> Iterator[Storage]:
    import boto3

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"{url}/moto-api/")
            access: dict[str, Any] = {"endpoint_url": url, "region_name": "us-east-1"}
            anybody = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
            boto3.client("s3", **access, **anybody).create_bucket(Bucket=BUCKET)
            users = boto3.client("iam", **access, **anybody)
            users.create_user(UserName="vanban")
            users.put_user_policy(UserName="vanban", PolicyName="all", PolicyDocument=json.dumps(_ALL))
            key = users.create_access_key(UserName="vanban")["AccessKey"]
            # from here on every request must be signed by that key
            strict = urllib.request.Request(
                f"{url}/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"}
            )
            urllib.request.urlopen(strict).close()
            settings = {
                "FSSPEC_S3_KEY": key["AccessKeyId"],
                "FSSPEC_S3_SECRET": key["SecretAccessKey"],
                "FSSPEC_S3_ENDPOINT_URL": url,
            }
            own = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
            yield Storage(settings, boto3.client("s3", **access, **own))
        finally:
            server.kill()


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
