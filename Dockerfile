# The program in an image without a compiler, run by a user who owns nothing in it:
#
#   docker build -t provenance .
#   docker run --rm --network none -v "$PWD/texts:/texts:ro" -v "$PWD/reports:/reports" --user "$(id -u):$(id -g)" \
#       provenance audit /texts --output /reports
FROM python:3.13-slim AS wheel
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=wheel /wheels /wheels
RUN python -m pip install --no-cache-dir /wheels/*.whl && rm -r /wheels \
    && python -c "import provenance.kernels as kernels; assert kernels.COMPILED" \
    && useradd --create-home provenance
USER provenance
WORKDIR /home/provenance
ENTRYPOINT ["provenance"]
CMD ["--help"]
