/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-keyring-error.h"

G_DEFINE_QUARK (dp_keyring_error_quark, dp_keyring_error)
