/** JaCoCo's XML report (https://www.jacoco.org/jacoco/trunk/coverage/report.dtd). */
import type { Share } from '../../../../shared/domain/gates/evidence.ts';
import { coverageFacts, shareOrNull } from './coverage-facts.ts';
import type { ReportParser } from '../parser.ts';
import { wholeNumber } from '../xml/numbers.ts';
import { type Attributes, readXml, type XmlHandler, type XmlPlace } from '../xml/read-xml.ts';
import { wrongRoot } from '../xml/wrong-root.ts';

interface Sum {
	covered: number;
	total: number;
}

export const parseJacoco: ReportParser = async (bytes, { limits }) => {
	const report = createJacocoReport();
	await readXml(bytes, report.handler, limits);
	return { facts: report.facts(), tool: 'JaCoCo', writtenAt: report.writtenAt() };
};

/**
 * Lines and branches come from the `<line>`s of source files, methods from the counters of classes. Classes compiled without
 * debug information have no lines; then only the counters of the whole report are left.
 */
function createJacocoReport() {
	const lines: Sum = { covered: 0, total: 0 };
	const branches: Sum = { covered: 0, total: 0 };
	const methods: Sum = { covered: 0, total: 0 };
	const whole = new Map<string, Share>();
	let files = 0;
	let writtenAt: number | null = null;

	function openLine(attributes: Attributes, at: XmlPlace): void {
		lines.total += 1;
		if (wholeNumber(attributes, 'ci', at) > 0) lines.covered += 1;
		const covered = wholeNumber(attributes, 'cb', at);
		branches.covered += covered;
		branches.total += covered + wholeNumber(attributes, 'mb', at);
	}

	function openCounter(attributes: Attributes, at: XmlPlace): void {
		const covered = wholeNumber(attributes, 'covered', at);
		const total = covered + wholeNumber(attributes, 'missed', at);
		const type = attributes['type'] ?? '';
		if (at.parent === 'report') whole.set(type, { covered, total });
		if (at.parent !== 'class' || type !== 'METHOD') return;
		methods.covered += covered;
		methods.total += total;
	}

	const handler: XmlHandler = {
		open(name, attributes, at) {
			if (at.depth === 1 && name !== 'report') throw wrongRoot(name, 'JaCoCo', at);
			if (name === 'sourcefile') files += 1;
			else if (name === 'line' && at.parent === 'sourcefile') openLine(attributes, at);
			else if (name === 'counter') openCounter(attributes, at);
			else if (name === 'sessioninfo') {
				writtenAt = Math.max(writtenAt ?? 0, wholeNumber(attributes, 'dump', at));
			}
			return undefined;
		},
		close() {},
	};

	return {
		handler,
		facts() {
			const hasLines = lines.total > 0;
			return coverageFacts({
				lines: shareOrNull(hasLines ? lines : (whole.get('LINE') ?? lines)),
				branches: shareOrNull(hasLines ? branches : (whole.get('BRANCH') ?? branches)),
				functions: shareOrNull(methods.total > 0 ? methods : (whole.get('METHOD') ?? methods)),
				files,
			});
		},
		writtenAt: () => writtenAt,
	};
}
