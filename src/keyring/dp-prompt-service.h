/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define DP_TYPE_PROMPT_SERVICE (dp_prompt_service_get_type ())
G_DECLARE_FINAL_TYPE (DpPromptService, dp_prompt_service, DP, PROMPT_SERVICE, SecretService)

G_END_DECLS
