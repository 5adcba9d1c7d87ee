/** Which part of a document is being read: the topmost that is on screen. */
import { useEffect, useState } from 'react';

/** `ids` of elements, in their order. Null until one of them was seen. */
export function usePartInView(ids: readonly string[]): string | null {
	const [current, setCurrent] = useState<string | null>(null);
	const key = ids.join(' ');
	useEffect(() => {
		const order = key.split(' ');
		const seen = new Set<string>();
		const observer = new IntersectionObserver(
			(entries) => {
				for (const { target, isIntersecting } of entries) {
					if (isIntersecting) seen.add(target.id);
					else seen.delete(target.id);
				}
				const first = order.find((id) => seen.has(id));
				if (first !== undefined) setCurrent(first);
			},
			// What only peeps in at the lower edge is not read yet.
			{ rootMargin: '-80px 0px -45% 0px' },
		);
		for (const id of order) {
			const element = document.getElementById(id);
			if (element !== null) observer.observe(element);
		}
		return () => observer.disconnect();
	}, [key]);
	return current;
}
