# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

# Account A's session itself does the work, before and after something that takes long.

terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "3.39.0"
    }
  }
  backend "s3" {
    bucket         = "daypass-state"
    key            = "example.tfstate"
    region         = "ap-northeast-1"
    use_path_style = true
  }
}

variable "profile" {
  type = string
}

variable "sts_endpoint" {
  type = string
}

variable "s3_endpoint" {
  type = string
}

# What takes long.
variable "command" {
  type = string
}

provider "aws" {
  region  = "ap-northeast-1"
  profile = var.profile

  # What follows is for the test's own servers alone.
  endpoints {
    sts = var.sts_endpoint
    s3  = var.s3_endpoint
  }
  s3_force_path_style     = true
  skip_metadata_api_check = true
  # It would ask EC2 on the internet for minutes otherwise.
  skip_get_ec2_platforms = true
  max_retries            = 1
}

resource "aws_s3_bucket" "before" {
  bucket = "daypass-before"
}

resource "terraform_data" "long" {
  depends_on = [aws_s3_bucket.before]

  provisioner "local-exec" {
    command = var.command
  }
}

resource "aws_s3_bucket" "after" {
  depends_on = [terraform_data.long]
  bucket     = "daypass-after"
}
