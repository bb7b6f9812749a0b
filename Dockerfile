# Groundplan in a container: the program, git, and certificates to reach others.
#
#   docker build -t groundplan .
#   docker run --rm -v "$PWD:/site" groundplan build

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY themes themes
COPY content content
COPY examples examples
RUN cargo build --release --locked --features cloud

FROM debian:bookworm-slim
# What is mounted belongs to whoever started the container, and git would not read it without the last line.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory '*'
COPY --from=build /src/target/release/groundplan /usr/local/bin/groundplan
WORKDIR /site
ENTRYPOINT ["groundplan"]
CMD ["--help"]
