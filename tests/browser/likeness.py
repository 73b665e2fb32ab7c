"""Two pictures of a page -> how much of it looks different, as a person at arm's length would see it.

Pictures are compared coarsely: letters are drawn a little differently from machine to machine, and a number
that changed is no broken page; a box that moved, a colour that is lost or an empty area is.
"""

from pathlib import Path

from PIL import Image, ImageChops

KEPT = 2  # a kept picture has half the size of the screen: small in the repository, still readable
COARSE = 4  # what is compared has a quarter of that again
QUALITY = 80  # of a kept picture: letters stay readable, edges keep their colours
SEEN = 24  # difference of one colour channel, of 255, that counts
ALLOWED = 0.008  # share of the picture that may differ: a few changed words do, a moved box does not fit in


def shrunk(picture: Image.Image, by: int) -> Image.Image:
    """The picture at a part of its size, every pixel the mean of those that it stands for."""
    size = (max(1, round(picture.width / by)), max(1, round(picture.height / by)))
    return picture.convert("RGB").resize(size, Image.Resampling.BOX)


def keep(screenshot: Image.Image, path: Path) -> None:
    """Write a screenshot as it is kept: half as large, well compressed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shrunk(screenshot, KEPT).save(path, quality=QUALITY, method=6)


def differences(screenshot: Image.Image, kept: Image.Image) -> Image.Image:
    """White where the page looks different, black elsewhere. Pictures of other sizes differ everywhere."""
    now, then = shrunk(screenshot, KEPT * COARSE), shrunk(kept, COARSE)
    if now.size != then.size:
        return Image.new("L", now.size, 255)
    red, green, blue = ImageChops.difference(now, then).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return strongest.point(lambda value: 255 if value > SEEN else 0)


def share(marked: Image.Image) -> float:
    """How much of a picture of differences is white, from 0 to 1."""
    return marked.histogram()[255] / (marked.width * marked.height)


def save_comparison(screenshot: Image.Image, kept: Image.Image, marked: Image.Image, path: Path) -> None:
    """Side by side what was expected, what is, and where they differ."""
    path.parent.mkdir(parents=True, exist_ok=True)
    now = shrunk(screenshot, KEPT)
    sheet = Image.new("RGB", (kept.width + 2 * now.width + 20, max(kept.height, now.height)), "#808080")
    sheet.paste(kept.convert("RGB"), (0, 0))
    sheet.paste(now, (kept.width + 10, 0))
    sheet.paste(marked.resize(now.size, Image.Resampling.NEAREST), (kept.width + now.width + 20, 0))
    sheet.save(path)
