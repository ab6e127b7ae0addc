/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The codes of AWS's MFA devices are TOTP values of six digits, each for
 * thirty seconds (RFC 6238 §4, with AWS's parameters). */
#define DP_MFA_CODE_SECONDS 30

char  *dp_mfa_code_normalize (const char *text);
gint64 dp_mfa_code_next_at   (gint64      now);

G_END_DECLS
