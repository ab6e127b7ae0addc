/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-aws-client.h"

G_BEGIN_DECLS

typedef enum {
  DP_MFA_DEVICE_VIRTUAL,      /* arn:…:mfa/NAME */
  DP_MFA_DEVICE_HARDWARE,     /* a TOTP token, GAHT… or GAKT… */
  DP_MFA_DEVICE_SECURITY_KEY, /* arn:…:u2f/…: the API cannot use it */
} DpMfaDeviceKind;

typedef struct {
  char *serial_number;
  DpMfaDeviceKind kind;
} DpMfaDevice;

GPtrArray       *dp_iam_list_mfa_devices (DpAwsClient         *client,
                                          const DpCredentials *credentials,
                                          const char          *user_name,
                                          GCancellable        *cancellable,
                                          GError             **error);
gboolean         dp_iam_put_user_policy  (DpAwsClient         *client,
                                          const DpCredentials *credentials,
                                          const char          *user_name,
                                          const char          *policy_name,
                                          const char          *document,
                                          GCancellable        *cancellable,
                                          GError             **error);
DpMfaDeviceKind  dp_mfa_device_kind      (const char          *serial_number);
void             dp_mfa_device_free      (DpMfaDevice         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpMfaDevice, dp_mfa_device_free)

G_END_DECLS
