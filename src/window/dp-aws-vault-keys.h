/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The access keys that aws-vault keeps in the keyring, each to be taken over by the
 * action "keys.move" ("aws-vault", profile). They are looked for when the person
 * asks for it, since that may ask for a password; the widget is visible as long as
 * aws-vault keeps anything there. */
#define DP_TYPE_AWS_VAULT_KEYS (dp_aws_vault_keys_get_type ())
G_DECLARE_FINAL_TYPE (DpAwsVaultKeys, dp_aws_vault_keys, DP, AWS_VAULT_KEYS, GtkBox)

void dp_aws_vault_keys_start (DpAwsVaultKeys *self);

G_END_DECLS
