/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-examination.h"

G_BEGIN_DECLS

/* The checks of “daypass doctor”, in the order of its page. Each adds what it
 * found; those of the accounts add it for each of them. */

/* dp-environment-checks.c */
void dp_check_environment_keys    (DpExamination *examination);
void dp_check_environment_role    (DpExamination *examination);
void dp_check_environment_profile (DpExamination *examination);
void dp_check_environment_region  (DpExamination *examination);

/* dp-place-checks.c */
void dp_check_environment_files   (DpExamination *examination);
void dp_check_login_files         (DpExamination *examination);

/* dp-file-checks.c */
void dp_check_file_readable       (DpExamination *examination);
void dp_check_file_ambiguous      (DpExamination *examination);
void dp_check_file_writable       (DpExamination *examination);
void dp_check_file_mode           (DpExamination *examination);
void dp_check_plaintext_key       (DpExamination *examination);
void dp_check_stray_secret        (DpExamination *examination);

/* dp-account-checks.c */
void dp_check_accounts            (DpExamination *examination);
void dp_check_credential_source   (DpExamination *examination);
void dp_check_config_keys         (DpExamination *examination);
void dp_check_foreign_section     (DpExamination *examination);
void dp_check_stale_token         (DpExamination *examination);
void dp_check_duration            (DpExamination *examination);
void dp_check_session             (DpExamination *examination);
void dp_check_live_profile        (DpExamination *examination);

/* dp-mfa-checks.c */
void dp_check_mfa_serial          (DpExamination *examination);
void dp_check_role_mfa_serial     (DpExamination *examination);

/* dp-keyring-checks.c */
void dp_check_keyring             (DpExamination *examination);
void dp_check_access_key          (DpExamination *examination);

/* dp-network-checks.c */
void dp_check_endpoint            (DpExamination *examination);
void dp_check_proxy               (DpExamination *examination);
void dp_check_certificates        (DpExamination *examination);
void dp_check_clock               (DpExamination *examination);
void dp_check_session_accepted    (DpExamination *examination);

/* dp-desktop-checks.c */
void dp_check_tray_host           (DpExamination *examination);
void dp_check_notifications       (DpExamination *examination);
void dp_check_autostart           (DpExamination *examination);

G_END_DECLS
