"""The users of every role, and the employees of the company."""

from odoo.fields import Command

PORTAL = "portal"


def hire(workshop):
    """Create the internal users and their employees; portal users wait for their companies."""
    staff = [row for row in workshop.rows("users") if row["role"] != PORTAL]
    users = workshop.make("res.users", "user", {row["login"]: _user(workshop, row) for row in staff})
    _set_passwords(users, staff)
    _employ(workshop, [row for row in staff if row["department"]])


def invite_to_portal(workshop):
    """Turn the contacts of customers and mills that have a login into portal users."""
    guests = [row for row in workshop.rows("users") if row["role"] == PORTAL]
    values = {}
    for row in guests:
        contact = workshop.ref(f"{row['contact_of']}_contact")
        values[row["login"]] = {**_user(workshop, row), "partner_id": contact.id}
    _set_passwords(workshop.make("res.users", "user", values), guests)


def _user(workshop, row):
    is_portal = row["role"] == PORTAL
    role = workshop.ref("base.group_portal" if is_portal else f"backoffice_base.{row['role']}")
    groups = role if is_portal else role + workshop.ref("base.group_user")
    values = {
        "login": row["login"],
        "name": row["name"],
        "email": row["email"],
        "lang": "zh_TW",
        "tz": "Asia/Shanghai",
        "company_id": workshop.company.id,
        "company_ids": [Command.set(workshop.company.ids)],
        "group_ids": [Command.set(groups.ids)],
    }
    return values if is_portal else {**values, "phone": row["phone"], "notification_type": "inbox"}


def _set_passwords(users, rows):
    """Set the passwords, hashing each only once: hashing is slow on purpose."""
    hashed = {
        password: users._crypt_context().hash(password) for password in {row["password"] for row in rows}
    }
    for user, row in zip(users, rows, strict=True):
        user._set_encrypted_password(user.id, hashed[row["password"]])


def _employ(workshop, staff):
    names = dict.fromkeys(row["department"] for row in staff)
    departments = workshop.env["hr.department"].create([{"name": name} for name in names])
    department_ids = dict(zip(names, departments.ids, strict=True))
    employees = workshop.make(
        "hr.employee",
        "employee",
        {
            row["login"]: {
                "name": row["name"],
                "user_id": workshop.ref(f"user_{row['login']}").id,
                "job_title": row["job"],
                "department_id": department_ids[row["department"]],
                "work_email": row["email"],
                "work_phone": row["phone"],
                "company_id": workshop.company.id,
            }
            for row in staff
        },
    )
    for employee, row in zip(employees, staff, strict=True):
        if row["manager"]:
            employee.parent_id = workshop.ref(f"employee_{row['manager']}")
