output "id" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.bucket.id
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.bucket.arn
}

output "bucket_regional_domain_name" {
  description = "Address of the bucket in its region."
  value       = aws_s3_bucket.bucket.bucket_regional_domain_name
}
