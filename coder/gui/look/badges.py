"""Direction signs drawn by strokes, so that they are sharp at any size and in any font."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from coder.domain.coding import Direction


def paint_badge(
    painter: QPainter, centre: QPointF, radius: float, *, fill: QColor, ink: QColor, sign: Direction
) -> None:
    """Paint a direction's sign in a disc; both colours should differ by 3:1."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(QPen(ink, max(1.4, radius * 0.26), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = radius * 0.58
    if sign is Direction.UNCLEAR:
        font = QFont(painter.font())
        font.setPixelSize(max(7, round(radius * 1.55)))
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.drawText(
            QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), Qt.AlignmentFlag.AlignCenter, "?"
        )
    elif sign is Direction.MIXED:
        wave = QPainterPath(QPointF(centre.x() - reach, centre.y() + reach * 0.25))
        wave.cubicTo(
            QPointF(centre.x() - reach * 0.3, centre.y() - reach),
            QPointF(centre.x() + reach * 0.3, centre.y() + reach),
            QPointF(centre.x() + reach, centre.y() - reach * 0.25),
        )
        painter.drawPath(wave)
    else:
        painter.drawLine(QLineF(centre.x() - reach, centre.y(), centre.x() + reach, centre.y()))
        if sign is Direction.SUPPORTS:
            painter.drawLine(QLineF(centre.x(), centre.y() - reach, centre.x(), centre.y() + reach))
    painter.restore()
