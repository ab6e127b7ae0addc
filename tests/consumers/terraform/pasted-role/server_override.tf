# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

# The test's own servers, laid over the pasted block, which stays as it was printed.

provider "aws" {
  endpoints {
    sts = var.sts_endpoint
    s3  = var.s3_endpoint
  }
  s3_force_path_style     = true
  skip_metadata_api_check = true
  skip_get_ec2_platforms  = true
  max_retries             = 1
}
