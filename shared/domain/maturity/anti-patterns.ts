/** The four anti-patterns (CD), each looked for in the data of the month. */
import { findBigBang } from './big-bang.ts';
import type { MaturityInputs } from './inputs.ts';
import { findManualGate } from './manual-gate.ts';
import type { AntiPatternFinding } from './model.ts';
import { findMonolith } from './monolith.ts';
import { findSnowflake } from './snowflake.ts';

export function findAntiPatterns(inputs: MaturityInputs): readonly AntiPatternFinding[] {
	return [findManualGate(inputs), findMonolith(inputs), findSnowflake(inputs), findBigBang(inputs)];
}
