"""The program's version; the build reads it from here, so that asking costs no import."""

VERSION = "0.1.0"
