# Sourced by the scripts: makes sure that a program is there, by Debian's package when we are root, or says in one line what is missing.
install() { # install PACKAGE… : by Debian's package manager, when we may
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  echo "Installing $* …" >&2
  { [ -n "${APT_UPDATED:-}" ] || apt-get update -qq; APT_UPDATED=1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1
}

require() { # require PROGRAM PACKAGE… : PROGRAM on the PATH, else install PACKAGE…
  local program=$1; shift
  command -v "$program" >/dev/null 2>&1 || install "$@"
  command -v "$program" >/dev/null 2>&1 || { echo "Missing: $program (Debian: apt-get install $*)." >&2; return 1; }
}

do_without() { # do_without NAME CONSEQUENCE : says what follows, and fails unless FINFLOW_TEST_WITHOUT has NAME
  case ",${FINFLOW_TEST_WITHOUT:-}," in
    *",$1,"*) echo "Without $1 $2." ;;
    *) echo "Without $1 $2. Install it, or allow that by FINFLOW_TEST_WITHOUT=$1." >&2; return 1 ;;
  esac
}

require_dotnet() {
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks | grep -q '^10\.' && return 0
  echo "Missing: the .NET 10 SDK (https://dotnet.microsoft.com/download)." >&2
  return 1
}

require_postgres() { # The server's programs are in a folder of their own, not on the PATH.
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return 0
  install postgresql
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { echo "Missing: postgresql (Debian: apt-get install postgresql)." >&2; return 1; }
}

require_font() { # Reports are printed in DejaVu Sans; without it everything but export as PDF works.
  [ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] && return 0
  install fonts-dejavu-core
  [ -f /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || { echo "Missing: the font DejaVu Sans (Debian: apt-get install fonts-dejavu-core)." >&2; return 1; }
}

print_usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$1"; } # print_usage SCRIPT : the comment that it begins with

refuse_argument() { echo "Unknown argument $1. usage: $2" >&2; exit 2; } # refuse_argument ARGUMENT USAGE

# One compiler process serves all projects; a fresh one for each makes the build four times slower.
export UseSharedCompilation=true MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

ide_html=artifacts/ide/graphiql.html.gz
build_ide() { # The IDE is a page from a package of npm's; without it the server says how to get it.
  [ -s "$ide_html" ] && return 0
  require npm nodejs npm && bash graphql/AspNetCore/Ide/build-ide.sh >&2
}
