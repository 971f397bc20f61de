#!/bin/sh
# private_apt.sh RUN_DIR PACKAGE...: unpack Debian packages and what they lack into RUN_DIR/sys, without root.
# Uses the machine's own package sources and its real dpkg status, so only what is missing is fetched.
set -eu
RUN=$1
shift
APT="$RUN/apt"
mkdir -p "$APT/lists/partial" "$APT/cache/archives/partial" "$RUN/sys"
set -- -o Dir::State::lists="$APT/lists" -o Dir::Cache="$APT/cache" -o Dir::State::extended_states="$APT/extended" \
    -o Debug::NoLocking=true -o APT::Sandbox::User=root -o Acquire::Languages=none -- "$@"
options=
while [ "$1" != -- ]; do
    options="$options $1"
    shift
done
shift
# shellcheck disable=SC2086  # the options hold no spaces unless the checkout's path does
{
    [ -n "$(ls -A "$APT/lists" | grep -v -e partial -e lock || true)" ] || apt-get $options -qq update
    apt-get $options -qq -y --no-install-recommends --download-only install "$@"
}
for package in "$APT"/cache/archives/*.deb; do
    [ -e "$package" ] || continue
    dpkg -x "$package" "$RUN/sys"
    rm -f "$package"
done
