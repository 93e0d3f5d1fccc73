"""The examples of docs/cluster: what Ray's own schema and KubeRay's resource ask for, and what vanban needs in them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
import yaml

from vanban.cli.arguments import build_parser

FOLDER = Path(__file__).parents[2] / "docs" / "cluster"
needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray không cài được trên máy này")


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return loaded


@needs_ray
@pytest.mark.filterwarnings("ignore")
def test_the_cluster_file_fits_rays_schema() -> None:
    from jsonschema.exceptions import ValidationError
    from ray.autoscaler._private.util import prepare_config, validate_config

    validate_config(prepare_config(load("ray-cluster.yaml")))
    with pytest.raises(ValidationError):
        validate_config(prepare_config({**load("ray-cluster.yaml"), "head_nod": {}}))


def test_the_cluster_file_starts_a_head_and_nodes() -> None:
    loaded = load("ray-cluster.yaml")
    assert loaded["min_workers"] == loaded["max_workers"] == len(loaded["provider"]["worker_ips"])
    head, worker = loaded["head_start_ray_commands"][-1], loaded["worker_start_ray_commands"][-1]
    assert "ray start --head" in head and "--num-cpus=0" in head  # the driver's machine takes no tasks
    assert "--address=$RAY_HEAD_IP:6379" in worker and "--port=6379" in head


def test_the_job_has_what_the_resource_asks_for() -> None:
    # Source: ray.io/v1 RayJob of the KubeRay operator: its required fields and those without which nothing runs
    loaded = load("kuberay.yaml")
    assert (loaded["apiVersion"], loaded["kind"]) == ("ray.io/v1", "RayJob")
    assert loaded["metadata"]["name"]
    cluster = loaded["spec"]["rayClusterSpec"]
    groups = cluster["workerGroupSpecs"]
    assert [group["groupName"] for group in groups] == ["readers"]
    for group in groups:
        assert group["minReplicas"] <= group["replicas"] <= group["maxReplicas"]
    for part in (cluster["headGroupSpec"], *groups):
        assert all(isinstance(value, str) for value in part["rayStartParams"].values())
        pod = part["template"]["spec"]
        [container] = pod["containers"]
        assert container["name"] and ":" in container["image"]
        assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
        mounted = {mount["name"] for mount in container.get("volumeMounts", ())}
        assert mounted == {volume["name"] for volume in pod.get("volumes", ())}
        # the head lists the storage, the others fetch from it; all write to the archive
        assert [source["secretRef"]["name"] for source in container["envFrom"]] == ["vanban-db", "vanban-s3"]
    assert cluster["headGroupSpec"]["rayStartParams"]["num-cpus"] == "0"


def test_the_jobs_command_is_one_of_ours() -> None:
    words = load("kuberay.yaml")["spec"]["entrypoint"].split()
    assert words[0] == "vanban"
    chosen = build_parser().parse_args(words[1:])
    assert (chosen.engine, chosen.address, chosen.paths) == ("ray", "auto", ["s3://ho-so/2025"])
