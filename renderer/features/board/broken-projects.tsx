import type { ReactElement } from 'react';
import { addresses } from '../../store/address.ts';
import { useProjects } from '../../store/hooks.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './broken-projects.module.css';

/** Projects whose file has errors: what runs stays as it was, and that must be said. */
export function BrokenProjects(): ReactElement | null {
	const broken = useProjects().flatMap((project) => {
		const errors = project.issues.filter((issue) => issue.severity === 'error');
		const [first] = errors;
		return first === undefined ? [] : [{ project, first, count: errors.length }];
	});
	if (broken.length === 0) return null;
	return (
		<ul className={styles.list}>
			{broken.map(({ project, first, count }) => (
				<li key={project.id} className={styles.broken}>
					<Glyph tone="bad" />
					<p>
						<b>{project.name}</b> has {count === 1 ? 'an error' : `${count} errors`} in its file
						{first.line !== null && `, the first in line ${first.line}`}: {first.message}
					</p>
					<LinkButton size="s" href={addresses.project(project.id)}>
						Show
					</LinkButton>
				</li>
			))}
		</ul>
	);
}
