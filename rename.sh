#!/bin/sh
# Turns a clone into a project of its own: ./rename.sh acme
# The new name takes the place of the old one in the contents and paths of all tracked files. Runs with GNU and BSD tools.
set -eu
LC_ALL=C
export LC_ALL

old=freshet
keywords=" abstract assert boolean break byte case catch char class const continue default do double else enum extends
 false final finally float for goto if implements import instanceof int interface long native new null package permits
 private protected public record return sealed short static strictfp super switch synchronized this throw throws
 transient true try var void volatile when while yield "

refuse() {
  echo "rename.sh: $1" >&2
  exit 2
}

capitalised() {
  printf '%s' "$1" | cut -c 1 | tr '[:lower:]' '[:upper:]' | tr -d '\n'
  printf '%s' "$1" | cut -c 2-
}

upper() {
  printf '%s' "$1" | tr '[:lower:]' '[:upper:]'
}

# Reads text with the old name and writes it with the new one. One pass: the new name may contain the old one.
renamed() {
  sed -e "s/$old/$new/g" -e "s/$(capitalised $old)/$(capitalised "$new")/g" -e "s/$(upper $old)/$(upper "$new")/g"
}

check_name() {
  [ $# -eq 1 ] || refuse "Missing name (use ./rename.sh NEWNAME, for example ./rename.sh acme)"
  new=$1
  case $new in
    '' | [!a-z]* | *[!a-z0-9]*)
      refuse "Invalid name: $new (use lower-case letters and digits, a letter first)" ;;
  esac
  case $(echo $keywords) in
    *" $new "* | "$new "* | *" $new") refuse "Invalid name: $new (it is a Java keyword)" ;;
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
  [ ! -e "$new" ] || refuse "Cannot rename: there is a file $new already (choose another name)"
  git ls-files >"$work/files"
  git grep -hoE '[A-Za-z_][A-Za-z0-9_]*' -- '*.java' | sort -u - "$work/files" >"$work/words"
  grep -i "$old" "$work/words" | renamed | sort -u >"$work/renamed"
  taken=$(comm -12 "$work/words" "$work/renamed" | head -n 1)
  [ -z "$taken" ] || refuse "Cannot rename: $taken is there already (choose another name)"
}

rename_contents() {
  git grep -Ili "$old" | while IFS= read -r file; do
    case $file in
      rename.sh | .ci/rename-test) continue ;;
    esac
    renamed <"$file" >"$work/text"
    cat "$work/text" >"$file" # keeps the file's mode
  done
}

rename_paths() {
  grep -i "$old" "$work/files" | while IFS= read -r file; do
    to=$(echo "$file" | renamed)
    mkdir -p "$(dirname "$to")"
    mv "$file" "$to"
    rmdir -p "$(dirname "$file")" 2>/dev/null || true # what is empty now
  done
}

# What a clone needs only to be renamed, and each line that mentions it.
remove_itself() {
  sed -e '/^## Make it your own$/,/^## /{' -e '/^## Make it your own$/d' -e '/^## /!d' -e '}' README.md >"$work/text"
  cat "$work/text" >README.md
  git grep -Il -e 'rename\.sh' -e 'rename-test' | while IFS= read -r file; do
    sed -e '/rename\.sh/d' -e '/rename-test/d' "$file" >"$work/text"
    cat "$work/text" >"$file"
  done
  rm -f rename.sh .ci/rename-test
}

main() {
  check_name "$@"
  cd "$(dirname "$0")"
  check_clone
  work=$(mktemp -d "${TMPDIR:-/tmp}/rename.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  check_collisions

  rename_contents
  remove_itself
  rename_paths
  rm -rf ".$old" target ./*/target # built under the old name
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
