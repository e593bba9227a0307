"""Run as a program: the frame after the first second of a video, as a picture. Started by pictures.py, for the decoder may die."""

import sys

LONGEST = 1600


def main(video: str, picture: str) -> int:
    import cv2

    opened = cv2.VideoCapture(video)
    opened.set(cv2.CAP_PROP_POS_MSEC, 1000)
    there, frame = opened.read()
    if not there:  # shorter than a second
        opened.release()
        opened = cv2.VideoCapture(video)
        there, frame = opened.read()
    opened.release()
    if not there:
        return 1
    scale = min(1.0, LONGEST / max(frame.shape[:2]))
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else frame
    return 0 if cv2.imwrite(picture, small) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
