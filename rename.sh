#!/bin/sh
# Turns a clone into a project of its own: ./rename.sh acme
# The new name takes the place of the old one in the contents and paths of all tracked files. Runs with GNU and BSD tools.
set -eu
LC_ALL=C
export LC_ALL

old=freshet
keywords="abstract assert boolean break byte case catch char class const continue default do double else enum extends
 false final finally float for goto if implements import instanceof int interface long native new null package permits
 private protected public record return sealed short static strictfp super switch synchronized this throw throws
 transient true try var void volatile when while yield"

refuse() {
  echo "rename.sh: $1" >&2
  exit 2
}

upper() {
  echo "$1" | tr '[:lower:]' '[:upper:]'
}

capitalised() {
  echo "$(upper "$(echo "$1" | cut -c 1)")$(echo "$1" | cut -c 2-)"
}

# The three forms of the name. Each form is replaced once, so the new name may contain the old one.
write_forms() {
  cat >"$work/forms" <<END
s/$old/$new/g
s/$(capitalised $old)/$(capitalised "$new")/g
s/$(upper $old)/$(upper "$new")/g
END
}

renamed() {
  sed -f "$work/forms" "$@"
}

check_name() {
  [ $# -eq 1 ] || refuse "Missing name (use ./rename.sh NEWNAME, for example ./rename.sh acme)"
  new=$1
  case $new in
    '' | [!a-z]* | *[!a-z0-9]*)
      refuse "Invalid name: $new (use lower-case letters and digits, a letter first)" ;;
  esac
  case " $(echo $keywords) " in
    *" $new "*) refuse "Invalid name: $new (it is a Java keyword)" ;;
  esac
  [ "$new" != "$old" ] || refuse "Invalid name: $new (it is the old name)"
}

check_clone() {
  [ -d .git ] || [ -f .git ] || refuse "Cannot rename: this is no git clone"
  [ -z "$(git status --porcelain)" ] || refuse "Cannot rename: there are uncommitted changes (commit or stash them)"
  for state in ".$old"/*; do
    case $state in
      ".$old/*" | ".$old"/app*) ;;
      *) refuse "Cannot rename: $state is in use (delete it, for a lakehouse with ./$old down --delete)" ;;
    esac
  done
}

# A name that would make two things one: FreshetCommand must not become QueryCommand, which is there already.
check_collisions() {
  [ ! -e "$new" ] || refuse "Cannot rename to $new: there is a file of that name (choose another name)"
  git ls-files >"$work/files"
  git grep -hoE '[A-Za-z_][A-Za-z0-9_]*' -- '*.java' | sort -u - "$work/files" >"$work/words"
  grep -i "$old" "$work/words" | renamed | sort -u >"$work/renamed"
  taken=$(comm -12 "$work/words" "$work/renamed" | head -n 1)
  [ -z "$taken" ] || refuse "Cannot rename to $new: the code uses $taken already (choose another name)"
}

# Edits the files that are listed on standard input, each ended by a NUL.
edit() {
  cat >"$work/list"
  [ ! -s "$work/list" ] || xargs -0 sed -i.rename "$@" <"$work/list" # with a suffix, as BSD's sed needs one
  find . -name '*.rename' ! -path './.git/*' -exec rm -f {} +
}

rename_contents() {
  git grep -Iliz "$old" -- ':!rename.sh' ':!.ci/rename-test' | edit -f "$work/forms"
}

# Deepest first, so that what leads to a path still has its old name.
rename_paths() {
  find . -depth \( -name "*$old*" -o -name "*$(capitalised $old)*" -o -name "*$(upper $old)*" \) \
    ! -path './.git/*' | while IFS= read -r path; do
    mv "$path" "$(dirname "$path")/$(basename "$path" | renamed)"
  done
}

# What a clone needs only to be renamed, and each line that mentions it.
remove_itself() {
  printf 'README.md\0' |
    edit -e '/^## Make it your own$/,/^## /{' -e '/^## Make it your own$/d' -e '/^## /!d' -e '}'
  git grep -Ilz -e 'rename\.sh' -e 'rename-test' -- ':!rename.sh' ':!.ci/rename-test' |
    edit -e '/rename\.sh/d' -e '/rename-test/d'
  rm -f rename.sh .ci/rename-test
}

main() {
  check_name "$@"
  cd "$(dirname "$0")"
  check_clone
  work=$(mktemp -d "${TMPDIR:-/tmp}/rename.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  write_forms
  check_collisions

  rename_contents
  remove_itself
  rm -rf ".$old" target ./*/target ./samples/*/target # built under the old name
  rename_paths
  echo "Renamed. Formats the code..."
  ./mvnw -B -ntp -q formatter:format || {
    echo "rename.sh: The code is renamed, but could not be formatted: run ./mvnw formatter:format" >&2
    exit 1
  }
  cat <<END
This is $(capitalised "$new") now. Next:
  git diff --stat                     see what changed
  ./mvnw verify                       build it and run all tests
  git add -A && git commit            keep it
Then put your own authors in NOTICE, and your own text in README.md.
END
}

main "$@"
exit
