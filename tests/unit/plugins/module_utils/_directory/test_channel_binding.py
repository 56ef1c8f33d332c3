# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ties a logon to its TLS connection."""

from __future__ import annotations

import base64

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._directory.ber import InvalidEncoding
from ansible_collections.netjoin.windows.plugins.module_utils._directory.channel_binding import end_point_binding

# Certificates by `openssl req -x509 -subj /CN=dc1 -sha…`, fingerprints by `openssl x509 -fingerprint -sha…`.
CERTIFICATES = (
    pytest.param(  # ecdsa-with-SHA256
        "MIIBczCCARmgAwIBAgIUQgaCFm9wef2ejKNxakWzw42f6KkwCgYIKoZIzj0EAwIwDjEMMAoGA1UEAwwDZGMxMCAXDTI2MTEyMTA5"
        "MzYxMVoYDzIxMDkwMTEwMDkzNjExWjAOMQwwCgYDVQQDDANkYzEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATIGXzwSUV+KI/X"
        "htE8fMCkAgiyRGUkBAUL5O2GSknOKvWgELm9Egb14A3gC4KroVnQx0u5DlPdpK7qZ3IbaudRo1MwUTAdBgNVHQ4EFgQUmHLG9wuO"
        "eA7Il38FTyGJzoo249YwHwYDVR0jBBgwFoAUmHLG9wuOeA7Il38FTyGJzoo249YwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD"
        "AgNIADBFAiEAwp0oQVK6EJz4723o+fDZ6bQd+rj0RlBuTACw0OPZB4ICICe5SXeoGr395D/xJiQYv1WeNuJBNVR6HZBP27rcTTAQ",
        "925e6cd17037475bac68bcda96c95857fbb38ac5ab1a80bb4c2eba7587240361",
        id="ec-sha256",
    ),
    pytest.param(  # ecdsa-with-SHA384
        "MIIBcjCCARmgAwIBAgIUNbhUKIT32E3PHXue/TRKeR3rziMwCgYIKoZIzj0EAwMwDjEMMAoGA1UEAwwDZGMxMCAXDTI2MTEyMTA5"
        "MzYxMVoYDzIxMDkwMTEwMDkzNjExWjAOMQwwCgYDVQQDDANkYzEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASs7yOM2zN+kVCt"
        "OdI0v93zeCjRa1DG15jH69OILEptneDr75NN3xWfzerwsw2UP/wAWS9VAorzjTnyOIjUt5Ajo1MwUTAdBgNVHQ4EFgQUY5HoTiQo"
        "THrHC5vfXuC7H7Gf4RswHwYDVR0jBBgwFoAUY5HoTiQoTHrHC5vfXuC7H7Gf4RswDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD"
        "AwNHADBEAiBSZUW7FeibyoLXoXC/8YnypYyZFz5mjbhnqfPSEBPsKwIgSoizoN9vG89FjwUl1/Ql12m1ce3pKeKCSFC81Xihe7U=",
        "ba226d23a4add969e23359bd48598060039436f3c2d6e6cc2f1bbad60281d1b054e3d04d79724e94990a2680f440c509",
        id="ec-sha384",
    ),
    pytest.param(  # ecdsa-with-SHA512
        "MIIBdDCCARmgAwIBAgIUSwKz76HseEjPk23fwv/qGFDrqkMwCgYIKoZIzj0EAwQwDjEMMAoGA1UEAwwDZGMxMCAXDTI2MTEyMTA5"
        "MzYxMVoYDzIxMDkwMTEwMDkzNjExWjAOMQwwCgYDVQQDDANkYzEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQgHOoQjonUVt/0"
        "7VZTDdYmbwPJ7cGoJQ7nmPJJjEidbIg2HggOcWwOgEsV1LCdJWWMPdrH2uutxrmlYvDkpvrUo1MwUTAdBgNVHQ4EFgQUeW6Xn9fD"
        "lIw9p76evlF6Cibth84wHwYDVR0jBBgwFoAUeW6Xn9fDlIw9p76evlF6Cibth84wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD"
        "BANJADBGAiEA72wk9GTBGOcPieM1ihK811O0AUotyNhMjhwy2feSpnQCIQCv7jfUyuCQqdYOqF79E80LstPaTVUSwcQEof540CoM"
        "TQ==",
        "956deb5d0077023b87cb856d855e8249c2729fcdce991dc3fe4959fcdb483e34f32df25a9e5b7446d72b757c66444343a884"
        "fdd76c010d6b954de6f39d39a3f7",
        id="ec-sha512",
    ),
    pytest.param(  # ecdsa-with-SHA1: SHA-256 stands in
        "MIIBcTCCARigAwIBAgIUVbSKAaTx8pDrgnb4I1mJjXP6ojswCQYHKoZIzj0EATAOMQwwCgYDVQQDDANkYzEwIBcNMjYxMTIxMDkz"
        "NjExWhgPMjEwOTAxMTAwOTM2MTFaMA4xDDAKBgNVBAMMA2RjMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABI5INM/acZwS6Z1A"
        "i7s1AqVOUmsFNO3Wyj+js9luLJMfLryr+WaizTgBCSNdF9j9QcgKVlBeILu8VTDsscauz3ajUzBRMB0GA1UdDgQWBBTtMbVZjUM2"
        "JQvjKe2w/8B9yjEAYDAfBgNVHSMEGDAWgBTtMbVZjUM2JQvjKe2w/8B9yjEAYDAPBgNVHRMBAf8EBTADAQH/MAkGByqGSM49BAED"
        "SAAwRQIgFJVsEmP4BJbNl8XrstYACogtn9kDk6NK4VbxqBIgvtsCIQCv4pIYvYmCxBlPMYcB34O1zoPDnxXV2p/78bxurA91yA==",
        "2a6711b338fab59dc890bd33c858ef6ba957d559dda88297cd830f597aa9f507",
        id="ec-sha1",
    ),
    pytest.param(  # RSASSA-PSS with SHA-384
        "MIICWDCCAZKgAwIBAgIUan9EdJ9l3zg1VsUpjXNftSug1B0wPAYJKoZIhvcNAQEKMC+gDzANBglghkgBZQMEAgIFAKEcMBoGCSqG"
        "SIb3DQEBCDANBglghkgBZQMEAgIFADAOMQwwCgYDVQQDDANkYzEwIBcNMjYxMTIxMDkzNjExWhgPMjEwOTAxMTAwOTM2MTFaMA4x"
        "DDAKBgNVBAMMA2RjMTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA3qh3rHudZ2Zv8UG+qrur47JT5ZocHNv5SDc88x/QbsBH"
        "Sjoqt+R/wnd2QszK4SK9fqNmJx8KSim82sOO9dNK6ejDue3INJPN5VzJ/nCvt0C1SKJ/zOMRsimpAbRUMHmzW8J8YiL6I1syzN30"
        "CA/rtgH8YaRB2QM9NqHefHa/XAcCAwEAAaNTMFEwHQYDVR0OBBYEFJrmBjqbvDjk3Kmb4egBHChD3mF2MB8GA1UdIwQYMBaAFJrm"
        "BjqbvDjk3Kmb4egBHChD3mF2MA8GA1UdEwEB/wQFMAMBAf8wPAYJKoZIhvcNAQEKMC+gDzANBglghkgBZQMEAgIFAKEcMBoGCSqG"
        "SIb3DQEBCDANBglghkgBZQMEAgIFAAOBgQCEAS31lhxVNGhz5PZ3O2kfCcRgrGjWPmyi6Fs6hFgG1Dj6yM0Fq97IQlFlp9JIXwGs"
        "cV13g8BA5Uk0v5UC04ZaYJVmUBu2sBcCwzxQxLK1SA2S+dFpk/RnxwMJ+9pIwoYjMKfxCx9tTfgvm1GS0K9RAhTuiOkEa8CVTag4"
        "Ilzcow==",
        "b5f3ab6946073ca43c1f7a8b1b90808fe45a86782db3e40a6066973235cc021ab4a1dfb7aec3a62554626fdd0f917914",
        id="pss-sha384",
    ),
)


@pytest.mark.parametrize(("certificate", "fingerprint"), CERTIFICATES)
def test_the_binding_is_the_fingerprint_by_the_hash_of_the_signature(certificate: str, fingerprint: str) -> None:
    """RFC 5929 section 4.1."""
    binding = end_point_binding(base64.b64decode(certificate))
    assert binding == b"tls-server-end-point:" + bytes.fromhex(fingerprint)


def test_what_is_no_certificate_is_refused() -> None:
    """With the field that is missing."""
    with pytest.raises(InvalidEncoding, match="Certificate"):
        end_point_binding(b"0\x03\x02\x01\x01")
