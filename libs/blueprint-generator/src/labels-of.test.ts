import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { labelsOf } from './labels-of.ts'

async function labels(text: string): Promise<readonly string[]> {
  return labelsOf(
    await readModule({ path: '.', files: [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }] }),
  )
}

test('providers come first, then what the resources are about, each once', async () => {
  expect(
    await labels(
      'resource "aws_s3_bucket" "a" {}\nresource "aws_db_instance" "a" {}\nresource "aws_s3_object" "a" {}\nresource "google_project" "a" {}\n',
    ),
  ).toEqual(['aws', 'google', 'database', 'storage'])
})

test('data sources and helping providers say nothing', async () => {
  expect(
    await labels('data "aws_vpc" "a" {}\nresource "random_id" "a" {}\nresource "null_resource" "a" {}\n'),
  ).toEqual([])
})

test('the longest beginning that fits counts', async () => {
  expect(await labels('resource "aws_db_instance" "a" {}\nresource "aws_dbx_y" "a" {}\n')).toEqual([
    'aws',
    'database',
  ])
})

test('a type named like a property that every object has is about nothing', async () => {
  expect(await labels('resource "__proto___x" "a" {}\n')).toEqual([])
})
