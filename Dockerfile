# The service as an image. By itself it is the whole service on one machine, SQLite and local disk included:
#
#     docker build -t solo-export .
#     docker run --rm --init -p 127.0.0.1:8000:8000 -v solo-export:/data solo-export
#
# compose.yaml runs the API and the workers apart, beside PostgreSQL, Redis and an S3 store.

FROM node:24-trixie-slim AS page

WORKDIR /build
COPY package.json package-lock.json ./
COPY clients/typescript clients/typescript
COPY web web
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm run build


FROM python:3.13-slim-trixie AS build

RUN python -m venv /opt/solo-export
ENV PATH=/opt/solo-export/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /build
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes --requirement requirements/run.txt

# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev

COPY LICENSE README.md pyproject.toml setup.py ./
COPY src src
COPY --from=page /build/src/solo_export/page/dist src/solo_export/page/dist
RUN pip install --no-deps --no-build-isolation .


FROM python:3.13-slim-trixie

# skia-python loads libEGL and libGL. The fonts are the ones that a board is drawn with.
# Their versions are not pinned: Debian keeps only the newest, so a pinned one would soon be gone.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fontconfig fonts-dejavu-core fonts-liberation libegl1 libgl1 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --uid 10001 --no-create-home --home-dir /data solo \
    && install --directory --owner=solo --mode=0700 /data

COPY --from=build /opt/solo-export /opt/solo-export
ENV PATH=/opt/solo-export/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SOLO_DATA_DIR=/data

USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=8s --start-period=30s CMD ["python", "-c", "\
from http.client import HTTPConnection; \
api = HTTPConnection('127.0.0.1', 8000, timeout=7); \
api.request('GET', '/health/ready'); \
raise SystemExit(api.getresponse().status != 200)"]

CMD ["solo-export", "run", "--host", "0.0.0.0"]
