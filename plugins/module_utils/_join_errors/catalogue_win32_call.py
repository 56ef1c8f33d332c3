# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Win32 codes about the call itself: its rights, its parameters, the names in it."""

from __future__ import annotations

from . import sources
from .row import Call, ErrorRow, Variant

WIN32_CALL_ROWS: tuple[ErrorRow, ...] = (
    ErrorRow(
        2,
        "ERROR_FILE_NOT_FOUND",
        "the organizational unit for the computer account does not exist in the domain",
        (
            "`ou` is misspelt, or was renamed or moved",
            "`ou` belongs to another domain than the one to join",
            "the OU is new and has not reached the domain controller that was used",
        ),
        (
            "correct `ou`, or leave it out to use the domain's default container",
            "compare it with `Get-ADOrganizationalUnit -Filter * | Select-Object DistinguishedName`; "
            "the default container is `CN=Computers,...`, not an OU",
            "set `domain_controller` to the domain controller on which the OU was made",
        ),
        sources.WKST_DOMAIN,
        (
            Variant(
                "a file or folder of the Windows installation was not found",
                ("`windows_path` is not the Windows folder of a mounted image", "the image's registry is incomplete"),
                ("set `windows_path` to the Windows folder itself, such as `D:\\Windows`", "mount the image again"),
                sources.API_OFFLINE,
                calls=(Call.OFFLINE_JOIN,),
            ),
        ),
    ),
    ErrorRow(
        5,
        "ERROR_ACCESS_DENIED",
        "access was denied, either on this computer or on the computer account in the domain",
        (
            "the user of the connection is no local administrator, or the process is not elevated",
            "the account exists already and `username` may not reset its password or write its attributes",
            "`username` may not create computer accounts in `ou`",
        ),
        (
            "join with a `username` that may create computers in `ou`, or that has Reset Password, Read and Write "
            "Account Restrictions and both validated writes on the existing account",
            "connect to the host as a member of its Administrators group",
            "read `error.log` to see whether the host or the domain controller refused",
        ),
        f"{sources.API_JOIN}; Microsoft support: Access denied when joining computers",
        (
            Variant(
                "leaving the domain was denied, on this computer or in the domain",
                (
                    "the user of the connection is no local administrator",
                    "`unjoin_username` may not disable the computer account",
                ),
                (
                    "set `account_after_unjoin: keep`, or give an `unjoin_username` that may disable the account",
                    "connect to the host as a member of its Administrators group",
                ),
                sources.WKST_UNJOIN,
                calls=(Call.UNJOIN,),
            ),
            Variant(
                "renaming was denied, on this computer or in the domain",
                (
                    "the user of the connection is no local administrator",
                    "`username` may not rename the computer account",
                ),
                (
                    "give a `username` that may write the name attributes of the account",
                    "connect to the host as a member of its Administrators group",
                ),
                sources.WKST_RENAME,
                calls=(Call.RENAME,),
            ),
            Variant(
                "the caller may not change the Windows installation",
                (
                    "the user of the connection is no local administrator of the host",
                    "the image is mounted read-only, or another process holds its registry open",
                ),
                (
                    "connect to the host as a member of its Administrators group",
                    "check that the image is mounted for writing and that nothing else uses it",
                ),
                sources.API_OFFLINE,
                calls=(Call.OFFLINE_JOIN,),
            ),
            Variant(
                "the domain refused to create or reuse the computer account",
                (
                    "the caller has no right to create computers in the OU",
                    "the account exists and the caller neither owns it nor may reset its password",
                ),
                (
                    "delegate Create Computer objects on the OU to the caller",
                    "use another machine name, or have the account's owner make the blob",
                ),
                sources.API_PROVISION,
                calls=(Call.PROVISION,),
            ),
            Variant(
                "the domain does not accept this computer's machine password, or Netlogon does not listen to this user",
                (
                    "the account was reset, another computer joined under its name, or this one is an older snapshot",
                    "the user of the connection is no local administrator of the host",
                ),
                (
                    "repair with `netjoin.windows.secure_channel` and `state: repaired`",
                    "connect to the host as a member of its Administrators group",
                ),
                "[MS-NRPC] 3.5.4.9.1; Microsoft support: NETLOGON events 3210 and 5722",
                calls=(Call.NETLOGON,),
            ),
            Variant(
                "this user may not reset the password of the computer account",
                (
                    "`username` has no right Reset Password on the account of this computer",
                    "no `username` was given, and the connection's own user is nobody in the domain",
                ),
                ("use a `username` to whom Reset Password is delegated on the computer account or its OU",),
                "MicrosoftDocs sdk-api NetUserSetInfo; MicrosoftDocs IADsUser::SetPassword",
                calls=(Call.ACCOUNT,),
            ),
            Variant(
                "this user may not set the secrets of this computer",
                ("the user of the connection is no local administrator of the host, or the process is not elevated",),
                ("connect to the host as a member of its Administrators group",),
                "MicrosoftDocs sdk-api LsaStorePrivateData; [MS-LSAD] 3.1.4.6.5",
                calls=(Call.LSA,),
            ),
        ),
    ),
    ErrorRow(
        8,
        "ERROR_NOT_ENOUGH_MEMORY",
        "Windows had no memory or buffer large enough for the request",
        ("the Kerberos ticket of `username` is too large, because it is in very many groups",),
        (
            "join with a `username` that is in few groups",
            "raise `MaxTokenSize` below `HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\Kerberos\\Parameters` to 48000",
        ),
        sources.TROUBLESHOOT,
    ),
    ErrorRow(
        86,
        "ERROR_INVALID_PASSWORD",
        "the password cannot be used, it is not even tried",
        ("the password is longer than 254 characters", "the password was damaged on its way"),
        ("give a password of at most 254 characters", "check the variable that `password` comes from"),
        sources.WKST_COMMON,
    ),
    ErrorRow(
        87,
        "ERROR_INVALID_PARAMETER",
        "Windows refused the combination of parameters",
        (
            "join options that exclude each other, such as machine_pwd_passed without join_unsecure",
            "a machine password together with a user name",
            "join_readonly with acct_create, or without machine_pwd_passed",
        ),
        (
            "compare `join_options` with the rules of a join; the filter `netjoin.windows.join_option_names` reads the "
            "number",
            "use `machine_password` instead of setting machine_pwd_passed by hand",
        ),
        sources.WKST_DOMAIN,
        (
            Variant(
                "the blob or the path to Windows was refused",
                (
                    "the blob lacks the domain, the machine name or the machine password",
                    "the blob was cut off, or its text was taken for its bytes",
                    "`windows_path` is not the Windows folder of an installation",
                    "the computer is in the domain already",
                ),
                (
                    "look at the blob with the filter `netjoin.windows.offline_join_blob_info`",
                    "set `windows_path` to the Windows folder itself, such as `D:\\Windows`",
                    "make a new blob for this machine",
                ),
                sources.API_OFFLINE,
                calls=(Call.OFFLINE_JOIN,),
            ),
            Variant(
                "the machine password was refused together with the other parameters of the join",
                (
                    "a user name was given as well",
                    "join_unsecure is not set",
                    "join_readonly and acct_create are both set",
                ),
                (
                    "leave out `username` and `password` when `machine_password` is given",
                    "leave out acct_create: the account has to exist already",
                ),
                sources.WKST_DOMAIN,
                calls=(Call.JOIN,),
                present=0x80,
            ),
            Variant(
                "the name of the workgroup was refused",
                ("the name is empty, longer than 15 characters or the computer's own name",),
                ("correct `workgroup`", "did you mean a domain? Then use `state: domain`"),
                sources.WKST_WORKGROUP,
                calls=(Call.JOIN,),
                absent=0x1,
            ),
        ),
    ),
    ErrorRow(
        110,
        "ERROR_OPEN_FAILED",
        "Windows could not open something that the join needs",
        ("listed by Microsoft for this method without a cause",),
        (
            "read `error.log`, or `%windir%\\debug\\NetSetup.LOG` on the host, for the call that returned 0x6e",
            "restart the host and try once more",
        ),
        sources.WMI_JOIN,
    ),
    ErrorRow(
        112,
        "ERROR_DISK_FULL",
        "there is no room on the host's system drive",
        ("logs, updates or dumps have filled the drive",),
        (
            "make room on the system drive, then run the task again",
            "see what fills it: `Get-PSDrive -PSProvider FileSystem`",
        ),
        "[MS-ERREF] 2.2 for the code; that a join gives it is derived",
    ),
    ErrorRow(
        123,
        "ERROR_INVALID_NAME",
        "the name of the domain is not written correctly",
        ("`domain` holds a character that domain names cannot have", "an empty label, as in `corp..example`"),
        ("correct `domain`; the DNS name, such as `corp.example`, is the best choice",),
        sources.WKST_NAMES,
    ),
    ErrorRow(
        740,
        "ERROR_ELEVATION_REQUIRED",
        "the call needs an elevated administrator",
        ("the process runs as an administrator, but with the filtered token of User Account Control",),
        (
            "use `become: true` with `become_method: runas`, or a WinRM connection, which is elevated for the built-in "
            "Administrator and for domain administrators",
        ),
        sources.API_OFFLINE,
    ),
    ErrorRow(
        1004,
        "ERROR_INVALID_FLAGS",
        "an option bit is not known to this call",
        ("leaving a domain knows no other bit than acct_delete (0x4)",),
        ("send 0 or 4 only", "read the bits with `netjoin.windows.join_option_names(call='unjoin')`"),
        sources.WKST_UNJOIN,
    ),
    ErrorRow(
        1210,
        "ERROR_INVALID_COMPUTERNAME",
        "the name of the computer is not valid",
        ("`hostname` holds a character that computer names cannot have, or is only digits", "`hostname` is too long"),
        ("choose a `hostname` of letters, digits and hyphens",),
        "MicrosoftDocs sdk-api NetValidateName",
    ),
    ErrorRow(
        1212,
        "ERROR_INVALID_DOMAINNAME",
        "the computer and the domain have the same name",
        ("the NetBIOS name of the computer is also the name of the domain",),
        ("give the computer another name with `hostname`", "name the domain by its DNS name"),
        sources.WKST_DOMAIN,
    ),
    ErrorRow(
        1703,
        "RPC_S_PROTSEQ_NOT_SUPPORTED",
        "the call came over a transport that Windows does not take it from",
        ("the join was asked for over the network, but not over a named pipe",),
        ("let the host join itself, as `netjoin.windows.membership` does",),
        sources.WKST_JOIN,
    ),
    ErrorRow(
        1791,
        "RPC_S_CALL_IN_PROGRESS",
        "another join, unjoin or rename is running on this computer",
        ("two tasks or tools change the membership at the same time", "an earlier call is still waiting for its reply"),
        (
            "wait until the other call has ended, then run the task again",
            "look for scheduled tasks and agents that join the computer as well",
        ),
        "[MS-WKST] 3.2.4.13 note 66",
    ),
)
