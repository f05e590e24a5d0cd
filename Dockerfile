# The service as an image: docker build -t solo-export . && docker run --rm -p 8000:8000 -v solo:/data solo-export
#
# By itself it is the whole service on one machine, SQLite and local disk included; compose.yaml spreads it out.

FROM python:3.13-slim-trixie AS build

RUN python -m venv /opt/solo-export
ENV PATH=/opt/solo-export/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /build
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes --requirement requirements/run.txt

COPY LICENSE README.md pyproject.toml ./
COPY src src
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

ENTRYPOINT ["solo-export"]
CMD ["run", "--host", "0.0.0.0"]
