"""A night as a DAG of Airflow (2.4 or newer): copy it to the folder of DAGs, and change the paths.

The worker needs a release of TokenQuarry (or SPARK_HOME, to submit to a cluster). nightly.sh tries again what may pass,
so Airflow need not: a task that failed wants a person.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

ARGUMENTS = (
    "/data/images --questions /data/heldout --warehouse /var/lib/tokenquarry/warehouse"
    " --conf /etc/tokenquarry/tokenquarry.conf"
)

with DAG(
    dag_id="tokenquarry_nightly",
    schedule="30 1 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # Nights follow one another.
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=20),
    default_args={"retries": 0},
    doc_md=__doc__,
) as dag:
    doctor = BashOperator(
        task_id="doctor",
        bash_command=f"/opt/tokenquarry/bin/tokenquarry doctor {ARGUMENTS.split(' ', 3)[3]}",
    )
    # The gate's refusal (2) is an answer: the task is skipped, and not failed. Airflow ends a task with SIGTERM, which
    # nightly.sh hands on.
    night = BashOperator(
        task_id="night",
        bash_command=f"exec /opt/tokenquarry/scripts/nightly.sh {ARGUMENTS}",
        skip_on_exit_code=2,
        env={"TOKENQUARRY_NIGHTS": "/var/log/tokenquarry"},
        append_env=True,
    )
    doctor >> night
