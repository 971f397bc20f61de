#!/bin/sh
# Adds the passwords, read from files, to the configuration; nothing secret in arguments or the environment.
set -eu
umask 077
CONF=/tmp/odoo.conf

{
    cat /etc/odoo/odoo.conf
    echo
    echo "db_password = $(cat "${DB_PASSWORD_FILE:?}")"
    echo "admin_passwd = $(cat "${ADMIN_PASSWORD_FILE:?}")"
    # a file without content, or none: no encryption
    [ ! -s "${SMS_GATEWAY_KEYS_FILE:-}" ] || echo "sms_gateway_keys = $(cat "$SMS_GATEWAY_KEYS_FILE")"
} > "$CONF"

our_addons() {
    find /opt/backoffice/addons -mindepth 1 -maxdepth 1 -type d -printf '%f,' | sed 's/,$//'
}

command=${1:-server}
[ "$#" -eq 0 ] || shift
case $command in
    install) # first start: the database with our add-ons, in the three languages people use
        odoo server -c "$CONF" -i base --no-http --stop-after-init --workers=0
        odoo i18n loadlang -c "$CONF" -l zh_TW zh_CN
        exec odoo server -c "$CONF" -i "$(our_addons)" --no-http --stop-after-init --workers=0 "$@"
        ;;
    update) # after a new image: bring the database to its code
        exec odoo server -c "$CONF" -u "$(our_addons)" --no-http --stop-after-init --workers=0 "$@"
        ;;
    *)
        exec odoo "$command" -c "$CONF" "$@"
        ;;
esac
