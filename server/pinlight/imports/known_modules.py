"""Which distribution a well-known module belongs to: for those that are not installed.

Only names that mean one distribution to everyone; what several claim is left out.
"""

from functools import cache

from pinlight.imports.provided import prefixes


def known_distribution(module: str) -> str:
    """Return the normalised name of the distribution that provides `module`, dotted; "" for one
    that is not well known."""
    table = _table()
    return next((table[name] for name in prefixes(module) if name in table), "")


@cache
def _table() -> dict[str, str]:
    words = (word.partition(":") for word in _WORDS.split())
    return {module: name or module.replace("_", "-").lower() for module, _, name in words}


_WORDS = """
absl:absl-py aiofiles aiohttp aioredis alembic altair amqp annotated_types anthropic anyio
apscheduler arrow asgiref asyncpg attr:attrs attrs azure.identity:azure-identity
azure.storage.blob:azure-storage-blob babel bcrypt black bleach blinker bokeh boto3 botocore
bs4:beautifulsoup4 cachetools cairosvg catboost cattrs celery certifi cffi chardet
charset_normalizer click cloudpickle colorama coverage cryptography cupy cycler cython dash dask
databases dateparser dateutil:python-dateutil decouple:python-decouple deepdiff
discord:discord-py distributed django docker docopt docutils docx:python-docx
dotenv:python-dotenv duckdb dulwich elasticsearch email_validator environ:django-environ
factory:factory-boy faker falcon fastapi fastparquet fiona flask flask_cors flask_login
flask_migrate flask_sqlalchemy flask_wtf folium freezegun fsspec gensim geopandas gevent
gi:pygobject git:gitpython github:pygithub gitlab:python-gitlab google.auth:google-auth
google.cloud.bigquery:google-cloud-bigquery google.cloud.pubsub_v1:google-cloud-pubsub
google.cloud.storage:google-cloud-storage google.protobuf:protobuf
googleapiclient:google-api-python-client gradio graphene graphql:graphql-core greenlet
grpc:grpcio gunicorn h5py hishel holoviews html5lib httpcore httptools httpx httpx2
huggingface_hub hypothesis idna imageio inflection invoke ipywidgets isort itsdangerous jinja2
joblib jose:python-jose jsonpatch jsonpickle jsonpointer jsonschema jwt:pyjwt kafka:kafka-python
keras keyring kombu kubernetes langchain libcst lightgbm lightning line_profiler llvmlite locust
loguru lxml mako markdown markupsafe marshmallow matplotlib mistune mlflow mock mongoengine
more_itertools moto msgpack multidict mypy networkx nltk nox numba numpy oauthlib openai
openpyxl OpenSSL:pyopenssl opentelemetry.sdk:opentelemetry-sdk orjson packaging pandas paramiko
parso passlib pathspec peewee pendulum pexpect phonenumbers pika PIL:pillow
pkg_resources:setuptools platformdirs playwright plotly pluggy polars prettytable
prometheus_client prompt_toolkit psutil psycopg pyarrow pyasn1 pycocotools pycparser pycurl
pydantic pydantic_settings pydot pygame pygit2 pygments pylint pymongo pymysql pynvim pyodbc
pyparsing pypdf pyproj pyrsistent pysftp pystray pytest pytest_asyncio pythoncom:pywin32 pytz
qrcode rapidfuzz redis referencing regex reportlab requests requests_oauthlib
rest_framework:djangorestframework rich rsa ruamel.yaml:ruamel-yaml s3fs s3transfer scipy scrapy
seaborn selenium sentry_sdk serial:pyserial setuptools shapely simplejson six
skimage:scikit-image sklearn:scikit-learn slack_sdk
snowflake.connector:snowflake-connector-python socks:pysocks sortedcontainers soupsieve spacy
sqlalchemy sqlmodel sqlparse starlette statsmodels streamlit structlog sympy tabulate
telegram:python-telegram-bot tenacity tensorboard termcolor thefuzz tiktoken tomli tomli_w
tomlkit toolz torch torchaudio torchvision tornado tqdm traitlets transformers trio twisted
typer typing_extensions tzlocal ujson urllib3 usb:pyusb uvicorn uvloop validators vcr:vcrpy
virtualenv watchdog watchfiles websocket:websocket-client websockets werkzeug win32api:pywin32
win32com:pywin32 win32con:pywin32 wrapt wtforms wx:wxpython xgboost Xlib:python-xlib xlrd
xlsxwriter xlwt xmltodict yaml:pyyaml yarl zmq:pyzmq zope.interface:zope-interface zstandard
"""
"""`module:distribution`, or one word where the two are called alike."""
