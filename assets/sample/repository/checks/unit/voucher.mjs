import assert from 'node:assert/strict';
import { it } from 'node:test';
import { redeem } from '../../src/voucher.mjs';

it('takes a share off', () => assert.equal(redeem(1_000, { percent: 15 }), 850));
it('takes an amount off', () => assert.equal(redeem(1_000, { cents: 300 }), 700));
it('never pays money out', () => assert.equal(redeem(200, { cents: 300 }), 0));
