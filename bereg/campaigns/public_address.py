"""Where the address in a material's QR picture leads."""

from bereg.campaigns.models import Material


def path_of(material: Material) -> str:
    """Return the path that is printed; tests hold it against the addresses that are served.

    It is not reversed, as the process of the staff's pages prints it, and that of the public's serves it.
    """
    return f"/m/{material.code}/"
