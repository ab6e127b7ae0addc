/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What AWS answered, read from its XML. Values are named by the elements that
 * lead to them below the root, "Credentials/AccessKeyId"; a list repeats its
 * name ("MFADevices/member/SerialNumber"). They are wiped when freed. */
typedef struct _DpAwsAnswer DpAwsAnswer;

DpAwsAnswer *dp_aws_answer_parse             (const char  *xml,
                                              gsize        length);
void         dp_aws_answer_free              (DpAwsAnswer *self);
const char  *dp_aws_answer_get_root          (DpAwsAnswer *self);
const char  *dp_aws_answer_get_value         (DpAwsAnswer *self,
                                              const char  *name);
GPtrArray   *dp_aws_answer_list_values       (DpAwsAnswer *self,
                                              const char  *name);
const char  *dp_aws_answer_get_error_code    (DpAwsAnswer *self);
const char  *dp_aws_answer_get_error_message (DpAwsAnswer *self);
gint64       dp_aws_answer_get_server_time   (DpAwsAnswer *self);
void         dp_aws_answer_set_server_time   (DpAwsAnswer *self,
                                              gint64       unix_seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAwsAnswer, dp_aws_answer_free)

G_END_DECLS
