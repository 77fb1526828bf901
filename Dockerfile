# Two stages: the first installs what is locked, the second only carries it. No root, no compiler, no shell history.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/northwatch
COPY requirements.lock ./
RUN /opt/northwatch/bin/pip install --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY worker ./worker
COPY config ./config
RUN /opt/northwatch/bin/pip install --no-deps --no-build-isolation .

FROM python:3.13-slim-trixie
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin northwatch \
 && install -d -o 10001 -g 10001 /northwatch/data /northwatch/config /northwatch/seeds
COPY --from=build /opt/northwatch /opt/northwatch
ENV PATH=/opt/northwatch/bin:$PATH PYTHONUNBUFFERED=1
USER 10001
WORKDIR /northwatch
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["northwatch", "health"]
ENTRYPOINT ["northwatch"]
CMD ["run"]
