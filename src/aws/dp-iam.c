/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-iam.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-error.h"

/* A user has eight devices at most; an endpoint that says "more" for ever is
 * not AWS. */
#define MAX_PAGES 10

static void
free_device (gpointer device)
{
  dp_mfa_device_free (device);
}

static void
add_devices (GPtrArray *devices, DpAwsAnswer *answer)
{
  g_autoptr (GPtrArray) serials = dp_aws_answer_list_values (answer, "ListMFADevicesResult/MFADevices/member/SerialNumber");

  for (guint i = 0; i < serials->len; i++) {
    DpMfaDevice *device = g_new0 (DpMfaDevice, 1);
    device->serial_number = g_strdup (serials->pdata[i]);
    device->kind = dp_mfa_device_kind (device->serial_number);
    g_ptr_array_add (devices, device);
  }
}

/**
 * dp_iam_list_mfa_devices:
 * @user_name: (nullable): %NULL for the owner of the key
 *
 * Returns: (transfer full) (element-type DpMfaDevice): every device of the
 *   user, perhaps none; or %NULL with an error
 */
GPtrArray *
dp_iam_list_mfa_devices (DpAwsClient *client,
                         const DpCredentials *credentials,
                         const char *user_name,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (free_device);
  g_autofree char *marker = NULL;

  for (int page = 0; page < MAX_PAGES; page++) {
    const DpAwsParameter parameters[] = {
      { "UserName", user_name },
      { "Marker", marker },
      { NULL, NULL },
    };
    g_autoptr (DpAwsAnswer) answer = dp_aws_client_call (client, DP_SERVICE_IAM, "ListMFADevices", parameters, credentials,
                                                         DP_AWS_CALL_NONE, cancellable, error);
    if (answer == NULL)
      return NULL;

    add_devices (devices, answer);
    g_free (marker);
    marker = g_strdup (dp_aws_answer_get_value (answer, "ListMFADevicesResult/Marker"));
    if (g_strcmp0 (dp_aws_answer_get_value (answer, "ListMFADevicesResult/IsTruncated"), "true") != 0)
      return g_steal_pointer (&devices);
  }
  g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                       _("The list of MFA devices does not end. Check the custom endpoint or the proxy"));
  return NULL;
}

/**
 * dp_iam_put_user_policy:
 * @user_name: whose inline policy it is
 * @document: JSON; the inline policies of a user have 2,048 characters
 *   together, white space not counted (IAM User Guide, "IAM and STS quotas")
 *
 * Makes the inline policy @policy_name, or replaces the one of that name.
 */
gboolean
dp_iam_put_user_policy (DpAwsClient *client,
                        const DpCredentials *credentials,
                        const char *user_name,
                        const char *policy_name,
                        const char *document,
                        GCancellable *cancellable,
                        GError **error)
{
  const DpAwsParameter parameters[] = {
    { "UserName", user_name },
    { "PolicyName", policy_name },
    { "PolicyDocument", document },
    { NULL, NULL },
  };

  g_autoptr (DpAwsAnswer) answer = dp_aws_client_call (client, DP_SERVICE_IAM, "PutUserPolicy", parameters, credentials,
                                                       DP_AWS_CALL_NONE, cancellable, error);
  return answer != NULL;
}

/** What a serial number says about the device (IAM User Guide, "MFA device"). */
DpMfaDeviceKind
dp_mfa_device_kind (const char *serial_number)
{
  if (!g_str_has_prefix (serial_number, "arn:"))
    return DP_MFA_DEVICE_HARDWARE;
  return strstr (serial_number, ":u2f/") != NULL ? DP_MFA_DEVICE_SECURITY_KEY : DP_MFA_DEVICE_VIRTUAL;
}

void
dp_mfa_device_free (DpMfaDevice *self)
{
  g_free (self->serial_number);
  g_free (self);
}
