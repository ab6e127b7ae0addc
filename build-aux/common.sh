# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
# shellcheck shell=bash
#
# What build-aux/run and build-aux/test share. They set $top, the checkout.
: "${top:?}"

ordinary_user=daypass-test

# die SENTENCE…: says why, and ends.
die () {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# packages_of GROUP…: the packages of these groups of build-aux/packages.
packages_of () {
  awk -v groups=" $* " '
    /^## /          { wanted = index (groups, " " $2 " ") }
    /^[^#]/ && wanted { print $1 }' "$top/build-aux/packages"
}

# install_missing GROUP…: installs what is missing of these groups.
install_missing () {
  local -a packages missing as_root=()
  local log

  command -v dpkg-query >/dev/null ||
    { echo "This is not Debian; what is needed is listed in build-aux/packages." >&2; return; }
  mapfile -t packages < <(packages_of "$@")
  mapfile -t missing < <(
    comm -23 <(printf '%s\n' "${packages[@]}" | LC_ALL=C sort) \
      <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null |
        awk '$1 == "installed" { print $2 }' | LC_ALL=C sort))
  ((${#missing[@]})) || return 0

  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "these packages are missing, and there is no sudo: ask the administrator to run
  apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  echo "Installing ${#missing[@]} missing packages."
  log=$(mktemp)
  # A third party's broken source must not stop us: what counts is the install.
  "${as_root[@]}" apt-get update -qq </dev/null >"$log" 2>&1 || true
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" </dev/null >>"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    die "these packages could not be installed: ${missing[*]}"
  fi
  rm -f "$log"
}

# list_files: the files of the checkout, NUL-separated: what git knows or would add.
list_files () {
  local git=(git -c safe.directory='*' -C "$top")

  if [ "$("${git[@]}" rev-parse --show-prefix 2>/dev/null || echo none)" = "" ]; then
    "${git[@]}" ls-files -z --cached --others --exclude-standard --deduplicate |
      (cd "$top" && while IFS= read -r -d '' file; do
        if [ -e "$file" ] || [ -L "$file" ]; then printf '%s\0' "$file"; fi
      done)
  else
    (cd "$top" && find . -name '_build*' -prune -o -name .git -prune -o \
      -name __pycache__ -prune -o '(' -type f -o -type l ')' -printf '%P\0')
  fi
}

# client_settings: NAME=VALUE lines of root's environment that the package
# clients need to reach their registries; for Go also what is in its own file.
client_settings () {
  env | grep -E '^((PIP|NPM_CONFIG|npm_config)_[A-Za-z_]+|GO(PROXY|FLAGS|NOSUMDB|NOPROXY|SUMDB|PRIVATE|INSECURE|TOOLCHAIN)|(https?|no|all|HTTPS?|NO|ALL)_(proxy|PROXY)|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|CURL_CA_BUNDLE|CI|TERM)=' || true
  if command -v go >/dev/null; then
    go env GOPROXY GONOSUMDB GOSUMDB GONOPROXY GOPRIVATE 2>/dev/null |
      paste -d = <(printf '%s\n' GOPROXY GONOSUMDB GOSUMDB GONOPROXY GOPRIVATE) - | grep -v '=$' || true
  fi
}

# search_path: PATH for the ordinary user: the system's, and the folders of
# root's go and terraform where that user may run them.
search_path () {
  local tool file path=/usr/local/bin:/usr/bin:/bin

  for tool in go terraform; do
    file=$(command -v "$tool") || continue
    [[ :$path: != *:${file%/*}:* ]] || continue
    if runuser -u "$ordinary_user" -- test -x "$file"; then path+=:${file%/*}; fi
  done
  echo "$path"
}

# as_ordinary_user COMMAND…: runs it with a clean environment, at home.
as_ordinary_user () {
  local home
  local -a settings

  home=$(getent passwd "$ordinary_user" | cut -d : -f 6)
  mapfile -t settings < <(client_settings)
  (cd "$home" && runuser -u "$ordinary_user" -- env -i \
    HOME="$home" USER="$ordinary_user" LOGNAME="$ordinary_user" SHELL=/bin/bash \
    PATH="$(search_path)" LANG="${LANG:-C.UTF-8}" XDG_RUNTIME_DIR="$home/run" \
    "${settings[@]}" "$@")
}

# hand_over SCRIPT ARGUMENT…: as root, copies the checkout to an ordinary user's
# home and runs this script of build-aux there. Tests that run as root are blind to file modes.
hand_over () {
  local pip_conf script=$1
  shift

  getent passwd "$ordinary_user" >/dev/null ||
    useradd --system --create-home --home-dir "/var/lib/$ordinary_user" --shell /bin/bash "$ordinary_user" ||
    die "the user $ordinary_user could not be created"
  exec 9>"/run/lock/$ordinary_user" || die "/run/lock cannot be written"
  flock -n 9 || { echo "Another run is using the user $ordinary_user; waiting for it." >&2; flock 9; }

  # The user unpacks and compares, so root writes nothing into a foreign folder.
  # shellcheck disable=SC2016
  list_files | tar -C "$top" --null --no-recursion -T - -cf - |
    as_ordinary_user bash -c '
      umask 077; mkdir -p run source && rm -rf incoming && mkdir incoming && tar -C incoming --no-same-owner -xf -' 9>&- ||
    die "the checkout could not be copied to the home of $ordinary_user"
  as_ordinary_user bash incoming/build-aux/update-tree incoming source 9>&- ||
    die "the copy of the checkout could not be brought up to date"

  for pip_conf in "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
    [ -r "$pip_conf" ] || continue
    # shellcheck disable=SC2016
    as_ordinary_user sh -c 'umask 077; mkdir -p .config/pip; cat >.config/pip/pip.conf' <"$pip_conf" 9>&-
  done
  as_ordinary_user bash "source/build-aux/$script" "$@" 9>&-
}
