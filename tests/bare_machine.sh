#!/usr/bin/env bash
# `make test` on a Debian that has nothing but Python, make and git: made on the spot in a folder
# that is thrown away. Needs root and debootstrap. PYTEST_ADDOPTS (a subset of the tests) is
# handed on.
#
# The bare system has this machine's way to the network and no more of it: apt's sources, what
# apt, pip, proxies and certificates are set to, and the folders that these settings name.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || { echo "test-bare 需要 root（chroot）。"; exit 1; }
command -v debootstrap >/dev/null || { echo "请先安装 debootstrap。"; exit 1; }
if [ -z "${1:-}" ]; then
	# In a namespace of their own all mounts and processes end with the inner run, however it
	# ends; only then the folder is removed.
	bare=$(mktemp -d "${TMPDIR:-/tmp}/bare-XXXXXX")
	chmod 755 "$bare"
	trap 'rm -rf --one-file-system "$bare"' EXIT
	unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
		bash tests/bare_machine.sh "$bare"
	exit
fi
bare=$1
log=$bare/log

. /etc/os-release
mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' |
	awk -v suite="$VERSION_CODENAME" '$1 == suite && $2 == "main" && !n++ { print $3 }')
eval "$(apt-config shell proxy Acquire::http::Proxy)"
echo "裸机：$PRETTY_NAME，$bare"
http_proxy=${proxy:-${http_proxy:-}} debootstrap --variant=minbase \
	--include=python3,python3-venv,make,git,ca-certificates \
	"$VERSION_CODENAME" "$bare" "$mirror" >"$log" 2>&1 || { tail -5 "$log"; exit 1; }

carry() { # the path of a file or folder of this machine, to the same place there
	[ -e "$1" ] || return 0
	rm -rf "$bare$1" && mkdir -p "$bare$(dirname "$1")" && cp -aL "$1" "$bare$(dirname "$1")/"
}
rm -f "$bare"/etc/apt/sources.list
for path in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/auth.conf.d /etc/apt/keyrings \
	/etc/apt/trusted.gpg.d /usr/share/keyrings /etc/resolv.conf /etc/hosts /etc/pip.conf \
	/etc/xdg/pip /etc/uv /usr/local/share/ca-certificates /etc/ssl/certs; do carry "$path"; done
apt-config dump | grep '^Acquire::' >"$bare/etc/apt/apt.conf.d/90carried" || true
for file in .config/pip/pip.conf .pip/pip.conf .config/uv/uv.toml; do
	if [ -e "$HOME/$file" ]; then install -D "$HOME/$file" "$bare/root/$file"; fi
done
# Folders that the settings name (a cache of packages, say) are shown there, not to be written to.
settings=$(env | grep -iE '^(pip_|uv_|[a-z_]*(proxy|cert|ca_bundle|cainfo))' || true)
named=$(cat "$bare"/etc/pip.conf "$bare"/root/.config/pip/pip.conf 2>/dev/null; echo "$settings")
for path in $(grep -oE '/[^ :=]+' <<<"$named" | sed 's,^//*,/,' | sort -u); do
	if [ -d "$path" ] && [ ! -e "$bare$path" ]; then
		mkdir -p "$bare$path"; mount --bind -o ro "$path" "$bare$path"
	elif [ -f "$path" ] && [ ! -e "$bare$path" ]; then carry "$path"; fi
done

mount -t proc proc "$bare/proc"
mount --rbind /dev "$bare/dev"
mount --rbind /sys "$bare/sys"
mkdir "$bare/project"
git ls-files -z | tar -c --null -T - | tar -x -C "$bare/project"

inside() {
	env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
		PYTEST_ADDOPTS="${PYTEST_ADDOPTS:-}" ${CI:+CI="$CI"} \
		$(grep -v ' ' <<<"$settings") chroot "$bare" bash -c "cd /project && $1"
}
status=0
inside 'git init -q && git add -A && make test' 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
echo "裸机上的最后一行：$(tail -1 "$log")"
exit "$status"
