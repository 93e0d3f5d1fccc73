"""A Ray head and two nodes on this machine, one of which is lost in the middle: python ray_cluster.py URL FOLDER. Prints what became of the files."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter

os.environ |= {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_health_check_period_ms": "500",  # a lost node is noticed soon
    "RAY_health_check_failure_threshold": "6",
}

HERE = {"object_store_memory": 80 * 2**20}
KILL_AFTER = 4  # results


def main(url: str, folder: str) -> None:
    import ray
    from ray.cluster_utils import Cluster

    from vanban.batch.ray_engine import ingest_on_ray
    from vanban.batch.remote_files import stream_files

    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "include_dashboard": False, **HERE},
    )
    nodes = [cluster.add_node(num_cpus=1, **HERE) for _ in range(2)]
    ray.init(address=cluster.address, log_to_driver=False)
    outcomes: Counter[str] = Counter()
    lost_at = None
    results = ingest_on_ray(url, stream_files([folder]), files_a_task=3, tasks_in_flight=4, patience_s=60)
    for result in results:
        outcomes[result.outcome] += 1
        if lost_at is None and outcomes.total() >= KILL_AFTER:
            cluster.remove_node(nodes[1], allow_graceful=False)
            lost_at = time.monotonic()
    again = Counter(result.outcome for result in ingest_on_ray(url, stream_files([folder]), files_a_task=10))
    ray.shutdown()
    cluster.shutdown()
    sys.stdout.write(json.dumps({"first": outcomes, "again": again, "lost": lost_at is not None}))


if __name__ == "__main__":
    main(*sys.argv[1:])
