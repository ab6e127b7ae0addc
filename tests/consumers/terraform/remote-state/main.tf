# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

# The S3 backend has the credential code of the AWS provider's present releases.

terraform {
  required_version = ">= 1.6"
  backend "s3" {
    bucket         = "daypass-state"
    key            = "example.tfstate"
    region         = "ap-northeast-1"
    use_path_style = true
  }
}

# A command that runs in the middle of the apply.
variable "during_apply" {
  type    = string
  default = "true"
}

resource "terraform_data" "example" {
  provisioner "local-exec" {
    command = var.during_apply
  }
}
