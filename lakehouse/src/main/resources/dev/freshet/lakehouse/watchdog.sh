# Ends the lakehouse's processes when the process that started them has ended, however it ended.
# Standard input: a line "SIGNAL PID" for each process and "- PID" for one that has ended before, closed by the system
# with the parent's end.
# $1: a directory to remove then, or nothing.
trap '' INT HUP TERM # Ctrl-C reaches the whole process group, and the watchdog must go last
processes=
while read -r signal pid; do
  others=
  for process in $processes; do
    [ "${process#*:}" = "$pid" ] || others="$others $process"
  done
  processes=$others
  [ "$signal" = - ] || processes="$processes $signal:$pid"
done
alive() {
  for process in $processes; do
    kill -0 "${process#*:}" 2>/dev/null && return 0
  done
  return 1
}
for process in $processes; do
  kill -"${process%:*}" "${process#*:}" 2>/dev/null
done
tenths=0
while alive && [ $tenths -lt 100 ]; do
  sleep 0.1
  tenths=$((tenths + 1))
done
for process in $processes; do
  kill -KILL "${process#*:}" 2>/dev/null
done
[ -z "$1" ] || rm -rf "$1"
