"""The batch of all datasets, then housekeeping, every day."""

from datetime import datetime, timedelta, timezone

from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator

# The worker's machine has the clone, the lakehouse file and the specs. Variables of Airflow hold the secrets.
ENV = {"TRINO_PASSWORD": "{{ var.value.trino_password }}"}

with DAG(
    dag_id="freshet",
    schedule="5 0 * * *",  # where files land by the hour: "5 * * * *"
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,  # a run ingests the days of missed nights by itself
    max_active_runs=1,
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=6),
        "env": ENV,
        "append_env": True,
        "cwd": "/opt/freshet",
    },
):
    run = BashOperator(
        task_id="run",
        bash_command="./freshet run --memory 2g --lakehouse /etc/freshet/lakehouse.properties /etc/freshet/specs/*.yaml",
    )
    maintain = BashOperator(
        task_id="maintain",
        bash_command="./freshet maintain --lakehouse /etc/freshet/lakehouse.properties /etc/freshet/specs/*.yaml",
    )
    run >> maintain
