/** Evidence to draw with: half an hour of looks whose numbers could be real. Deterministic. */
import { defaultHealthPolicy } from '../../shared/domain/health/defaults.ts';
import type {
	EvidencePoint,
	JudgeAnswer,
	MetricEvidence,
	Strength,
} from '../../shared/domain/health/evidence/model.ts';
import { pointOf } from '../../shared/domain/health/policy/replay.ts';
import { describeFinding, type Wordless } from '../../shared/domain/health/evidence/words.ts';
import type { MetricName, Reading, SlotReadings, Verdict } from '../../shared/domain/health/model.ts';
import type { SlotName } from '../../shared/domain/target/model.ts';
import type { EvidenceTrail, ImportReport, PolicyTrial } from '../../shared/rpc/views.ts';

export type FakeStory = 'looking' | 'harm' | 'well' | 'crowd';

const minute = 60_000;
const looks = 28;

interface Course {
	readonly of: Omit<Wordless, 'answer' | 'canary' | 'estimate' | 'samples' | 'harm' | 'nonInferior' | 'at'>;
	/** Where the difference ends up, and how wide its interval is after one look. */
	readonly effect: number;
	readonly width: number;
	readonly perLook: number;
}

const sequential = { judge: 'sequential', role: 'decide', source: 'Prometheus' } as const;

function courses(story: FakeStory): readonly Course[] {
	const isHarm = story === 'harm';
	const base: readonly Course[] = [
		{
			of: {
				...sequential,
				...{ metric: 'errors', label: 'error rate', unit: 'ratio', criticality: 'roll-back', stable: 0.0104 },
				...{ harmMargin: 0, promoteMargin: 0.5, minimumSamples: 100 },
				assumption:
					'Errors of the slots may swing apart from minute to minute; a slow drift of one slot by up to 30 % is allowed for.',
				query: 'sum by (slot) (http_requests_total{service="checkout",code=~"5.."})',
			},
			...{ effect: 0.06, width: 1.5, perLook: 300 },
		},
		{
			of: {
				...sequential,
				...{ metric: 'p95', label: 'p95', unit: 'ms', criticality: 'roll-back', stable: 383 },
				...{ harmMargin: 0.05, promoteMargin: 0.2, minimumSamples: 100 },
				assumption: null,
				query: 'sum by (slot, le) (http_request_duration_seconds_bucket{service="checkout"})',
			},
			...{ effect: isHarm ? 0.27 : story === 'well' ? -0.02 : 0.07, width: 0.5, perLook: 300 },
		},
		{
			of: {
				...sequential,
				...{ metric: 'memory', label: 'memory', unit: 'ratio', criticality: 'hold', stable: 0.6 },
				...{ harmMargin: 0.1, promoteMargin: 0.15, minimumSamples: 5 },
				assumption: 'Memory of an instance moves slowly: a step of one minute is one sample.',
				query: 'container_memory_working_set_bytes / container_spec_memory_limit_bytes',
			},
			...{ effect: 0.01, width: 0.3, perLook: 1 },
		},
	];
	return story === 'crowd' ? [...base, ...own()] : base;
}

function own(): readonly Course[] {
	const first = { ...sequential, unit: 'number', criticality: 'inform', assumption: null, query: 'q' } as const;
	return Array.from({ length: 17 }, (_, index) => ({
		of: {
			...first,
			role: index % 3 === 0 ? 'inform' : 'decide',
			judge: index % 5 === 4 ? 'kayenta' : 'sequential',
			metric: `own-${index}`,
			label: index === 3 ? 'orders that were refused by the payment provider' : `queue length ${index + 1}`,
			stable: 12 * (index + 1),
			...{ harmMargin: 0.1, promoteMargin: 0.3, minimumSamples: index === 6 ? 1_000 : 10 },
		},
		effect: ((index % 7) - 2) * 0.06,
		width: 0.6,
		perLook: 4,
	}));
}

/** A walk that is the same each time. */
function wobble(metric: string, look: number): number {
	let seed = metric.length * 7_919 + metric.charCodeAt(metric.length - 1) * 131 + look * 104_729;
	seed = (seed * 16_807) % 2_147_483_647;
	return seed / 2_147_483_647 - 0.5;
}

function answerOf(harm: Strength, same: Strength, isShort: boolean): MetricEvidence['answer'] {
	if (isShort) return 'not-judged';
	if (harm.value >= harm.line) return 'roll-back';
	return same.value >= same.line ? 'promote' : 'keep-looking';
}

function evidenceAt(course: Course, look: number, at: number): MetricEvidence {
	const { of, effect, width, perLook } = course;
	const half = width / Math.sqrt(look);
	const value = effect + wobble(of.metric, look) * half * 0.5;
	const z = (value - (of.harmMargin ?? 0)) / (half / 2);
	const y = ((of.promoteMargin ?? 0) - value) / (half / 2);
	const harm: Strength = { kind: 'e-value', value: Math.exp((Math.sign(z) * z * z) / 2.5 - 0.5), line: 60 };
	const same: Strength = { kind: 'e-value', value: Math.exp((Math.sign(y) * y * y) / 2.5 - 0.5), line: 10 };
	const samples = { canary: perLook * look, stable: perLook * look * 3 };
	const isDifference = of.metric === 'memory';
	const stable = of.stable ?? 1;
	const found: Wordless = {
		...of,
		answer: answerOf(harm, same, samples.canary < of.minimumSamples),
		canary: isDifference ? stable + value : stable * (1 + value),
		estimate: {
			kind: isDifference ? 'difference' : 'ratio',
			...{ value, low: value - half, high: value + half, confidence: 0.95 },
		},
		samples,
		harm: of.judge === 'kayenta' ? { kind: 'p-value', value: Math.min(1, Math.exp(-z)), line: 0.02 } : harm,
		nonInferior: of.judge === 'kayenta' ? null : same,
		at: at - 4_000,
	};
	return { ...found, words: describeFinding(found) };
}

function answerOfAll(evidence: readonly MetricEvidence[]): JudgeAnswer {
	const deciding = evidence.filter((one) => one.role === 'decide' && one.criticality === 'roll-back');
	if (deciding.some((one) => one.answer === 'roll-back')) return 'roll-back';
	return deciding.every((one) => one.answer === 'promote') ? 'promote' : 'keep-looking';
}

function reading(metric: MetricName, slot: SlotName, at: number): Reading {
	const values = { requests: 8_400, errorRate: 0.011, p95Latency: 410, throughput: 37, memory: 0.61 };
	return {
		...{ metric, slot, state: 'measured', value: values[metric], count: 8_400, at, windowMs: 120_000 },
		...{ detail: null, query: 'query', source: 'Prometheus' },
	};
}

function readings(slot: SlotName, at: number): SlotReadings {
	const one = (metric: MetricName): Reading => reading(metric, slot, at);
	return {
		requests: one('requests'),
		errorRate: one('errorRate'),
		p95Latency: one('p95Latency'),
		throughput: one('throughput'),
		memory: one('memory'),
	};
}

/** The verdict of look number `look` (from 1) of a story. */
export function fakeVerdict(now: number, story: FakeStory, look = looks): Verdict {
	const at = now - (looks - look) * minute;
	const evidence = courses(story).map((course) => evidenceAt(course, look, at));
	const answer = answerOfAll(evidence);
	const worst = evidence.find((one) => one.answer === answer && one.role === 'decide') ?? evidence[0];
	return {
		at,
		outcome: { 'roll-back': 'unhealthy', promote: 'healthy', 'keep-looking': 'inconclusive' }[
			answer
		] as Verdict['outcome'],
		answer,
		summary: worst === undefined ? 'Nothing is judged' : worst.words.charAt(0).toUpperCase() + worst.words.slice(1),
		reasons: [],
		judge: 'sequential/1',
		input: { at, canary: readings('green', at), stable: readings('blue', at), weights: { canary: 25, stable: 75 } },
		evidence,
	};
}

/** All looks of a story up to now. */
export function fakeTrail(now: number, story: FakeStory, deploymentId: string): EvidenceTrail {
	const points: EvidencePoint[] = [];
	for (let look = 1; look <= looks; look++) {
		points.push(pointOf(look < 14 ? 3 : 5, fakeVerdict(now, story, look)));
	}
	return { deploymentId, policy: defaultHealthPolicy, points, looks };
}

/** A trial that would have rolled back, or a faulty text where it says so. */
export function fakeTrial(now: number, deploymentId: string, policy: string): PolicyTrial {
	const actual = { state: 'analysing', at: null, text: 'is under way' } as const;
	const empty = { deploymentId, changes: [], looks: 0, wouldRollBackAt: null, actual, points: [] };
	if (policy.includes('banana')) {
		const issue = { file: 'health', line: 2, column: 3, field: 'health.banana', severity: 'error' } as const;
		const message = '"banana" is not a field of health.';
		return {
			...empty,
			issues: [{ ...issue, message, expected: 'errorRate, p95, memory, ...' }],
			summary: 'nothing was tried: the policy has errors',
		};
	}
	const change = (minutesAgo: number, stepIndex: number, answer: JudgeAnswer, summary: string) => ({
		...{ at: now - minutesAgo * minute, stepIndex, answer, summary },
		outcome: ({ 'roll-back': 'unhealthy', promote: 'healthy', 'keep-looking': 'inconclusive' } as const)[answer],
	});
	const { points } = fakeTrail(now, 'harm', deploymentId);
	return {
		deploymentId,
		issues: [],
		changes: [
			change(24, 3, 'keep-looking', 'Still looking at p95: between 12 % faster and 61 % slower'),
			change(19, 3, 'promote', 'p95 may be up to 18 % slower, margin 20 %: no worse'),
			change(9, 5, 'roll-back', 'p95 is 12 to 31 % slower; limit 5 %; 8 400 requests'),
		],
		looks,
		wouldRollBackAt: now - 9 * minute,
		summary: 'would have rolled back 7 min into the 25 % step',
		actual,
		points,
	};
}

/** What an Argo analysis becomes. */
export const fakeImport: ImportReport = {
	from: 'argo-analysis-template',
	name: 'success-rate',
	source: [
		'health:',
		'  analysis:',
		'    metrics:',
		'      - name: success-rate',
		'        query: sum(rate(http_requests_total{slot="{{slot}}",code!~"5.."}[2m]))',
		'        success: result[0] >= 0.95',
		'        interval: 1m',
		'        failureLimit: 3',
		'',
	].join('\n'),
	carried: ['success-rate: query, success condition, interval 1 min, failure limit 3', 'the argument service-name'],
	notCarried: [
		{
			what: 'metric "web-check" (provider web)',
			why: 'Signalbox asks Prometheus only.',
			todo: 'Ask for the same number in PromQL, or watch it in another tool.',
		},
		{
			what: 'the secret behind the argument api-token',
			why: 'Secrets are never imported.',
			todo: 'Name an environment variable in signalbox.yaml.',
		},
	],
};
