from . import aliyun, base, generic, robot, tencent

# selection value of an account: what talks to the provider
PROVIDERS = {
    "aliyun": aliyun.Aliyun,
    "tencent": tencent.Tencent,
    "generic": generic.Generic,
}

__all__ = ["PROVIDERS", "aliyun", "base", "generic", "robot", "tencent"]
